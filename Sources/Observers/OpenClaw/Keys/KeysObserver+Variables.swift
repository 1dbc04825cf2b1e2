import Catalog
import Documents
import Hardening

extension KeysObserver {
    /// Variables that hold keys, and what gives each: the file that the gateway reads itself, and what starts it.
    func variables(of found: Found, _ installation: Installation) async -> [KeyVariable] {
        let asked = Set(found.keys.compactMap(\.variable))
        var variables: [KeyVariable] = []
        for (name, value) in DotenvFile(found.text).values.sorted(by: { $0.key < $1.key }) {
            guard let environment = found.environment, !value.isEmpty,
                asked.contains(name) || Self.implied[name] != nil
            else { continue }
            let line = GivenVariables.line(of: name, in: found.text)
            let place = KeyVariable.Place(environment, line: line, .own, as: name)
            variables.append(.init(name: name, value: value, setting: Self.implied[name], places: [place]))
        }
        for (name, value) in installation.variables.sorted(by: { $0.key < $1.key }) where !value.isEmpty {
            guard asked.contains(name) || Self.isKey(name, value),
                let sources = await variableSources(of: name, installation, besides: found.environment)
            else { continue }
            var places = sources.places
            if places.isEmpty {
                let origin = installation.given.origins[name]
                let file = origin?.file ?? installation.service?.source ?? installation.configurationPath
                places = [.init(file, line: origin?.line, .other, as: name)]
            }
            variables.append(
                .init(
                    name: name,
                    value: value,
                    setting: Self.implied[name],
                    places: places,
                    blocker: sources.blocker
                )
            )
        }
        return variables
    }

    private static func isKey(_ name: String, _ value: String) -> Bool {
        guard implied[name] != nil || SettingsObserver.isSecretName(name) else { return false }
        return name.hasPrefix("OPENCLAW_GATEWAY_") || SettingsObserver.isInlineSecret(Setting(.text(value)))
    }

    /// Nothing where only files of the gateway's own say it, which are looked at already.
    private func variableSources(of name: String, _ installation: Installation, besides environment: String?) async
        -> VariableSources?
    {
        if let container = installation.container {
            return await compose.variableSources(of: name, to: container, installation.directory)
        }
        if let sources = await gateway.variableSources(of: name, to: installation.directory) { return sources }
        guard let origin = installation.given.origins[name], origin.file != environment,
            origin.file != installation.configurationPath
        else { return nil }
        var sources = VariableSources()
        if origin.file.hasSuffix("/.config/openclaw/gateway.env") {
            sources.add(.init(origin.file, line: origin.line, .own, as: name))
        } else {
            sources.block("nothing runs that has it from there")
        }
        return sources
    }
}
