public import Catalog
import Documents
public import Hardening
import Surface

/// Keys that an OpenClaw is given in clear, with their values: looked at to move them into a vault.
public struct KeysObserver: SubjectObserver {
    public let look: Look

    /// The keys of each installation.
    ///
    /// - Throws: where it is not known which installations there are.
    public func all() async throws(Unknown) -> [InstallationKeys] {
        var all: [InstallationKeys] = []
        for installation in try await installations.openclawInstallations().get() ?? []
        where installation.hasConfiguration && !installation.isClient {
            all.append(await keys(of: installation))
        }
        return all
    }

    /// Settings with a key that the version takes by reference; not set where there is none, or no reference protects.
    func inClear(_ installation: Installation) async -> Value {
        guard installation.hasConfiguration, !installation.isClient,
            ReferenceFields.blocker(of: installation.version) == nil
        else { return .unset }
        var found = await settings(of: installation)
        found.keys += given(installation, besides: found.named, await variables(of: found, installation), found.keys)
        let movable = found.keys.filter { $0.blocker == nil }.map(\.words)
        if movable.isEmpty, let doubt = found.doubt { return .unknown(.notStated(doubt)) }
        return movable.isEmpty ? .unset : .list(movable)
    }

    private func keys(of installation: Installation) async -> InstallationKeys {
        var found = await settings(of: installation)
        let variables = await variables(of: found, installation)
        found.keys += given(installation, besides: found.named, variables, found.keys)
        let profiles = await profiles(of: installation)
        found.keys = (found.keys + profiles.keys).map(\.blockedIfBroken)
        let moving = Set(found.keys.filter { $0.blocker == nil }.map(\.value))
        let copies = await copies(of: moving, in: installation)
        return InstallationKeys(
            installation: installation.name,
            keys: found.keys,
            referenced: found.referenced,
            copies: copies.own,
            strays: copies.others,
            variables: variables,
            keptVariables: found.kept.union(found.keys.filter { $0.blocker != nil }.compactMap(\.variable)),
            container: installation.container?.name,
            account: await account(of: installation),
            blocker: ReferenceFields.blocker(of: installation.version) ?? installation.containerDoubt?.why
                ?? found.doubt ?? profiles.doubts.first,
            doubts: [installation.containerDoubt?.why, found.doubt].compactMap(\.self) + profiles.doubts
        )
    }

    /// What the configuration and its variables hold.
    struct Found {
        var keys: [PlainKey] = []
        var referenced: [InstallationKeys.Reference] = []
        /// Variables that something names which is no key.
        var kept: Set<String> = []
        /// The file of variables, and what it holds.
        var environment: String?
        var text = ""
        /// Why not all of it could be read.
        var doubt: String?

        /// Variables that something names, or that the file of variables sets.
        var named: Set<String> {
            kept.union(keys.compactMap(\.variable)).union(DotenvFile(text).values.keys)
        }
    }

    private func settings(of installation: Installation) async -> Found {
        let environment = await literals.environmentFile(of: installation).path
        var text = ""
        if let environment { text = await surface.text(environment).content ?? "" }
        var keys: [PlainKey] = []
        var referenced: [InstallationKeys.Reference] = []
        var kept: Set<String> = []
        var doubt: String?
        var seen: Set<ByteName> = []
        for file in installation.configuration.files where seen.insert(ByteName(file)).inserted {
            guard let bytes = await surface.file(file).content?.bytes, let document = try? JSONDocument(bytes) else {
                doubt = doubt ?? "\(file) cannot be read whole"
                continue
            }
            let bases = installation.configuration.places[file] ?? []
            let (places, mentioned) = KeyPlace.all(in: document, at: (bases.first ?? "").pointerTokens)
            kept.formUnion(mentioned)
            for found in places {
                if case .reference(let id) = found.form {
                    referenced.append(.init(setting: found.setting.joined(separator: "."), id: id))
                } else if let key = key(found, file, isIncludedTwice: bases.count > 1, installation, environment, text)
                {
                    keys.append(key)
                }
            }
        }
        if installation.configuration.root.doubt != nil { doubt = doubt ?? "the configuration cannot be read whole" }
        let named = kept.union(keys.compactMap(\.variable))
        if let environment { keys += implied(by: text, from: environment, installation, named: named, keys) }
        return Found(
            keys: keys,
            referenced: referenced,
            kept: kept,
            environment: environment,
            text: text,
            doubt: doubt
        )
    }

    /// Nothing where the place holds no key after all, as where its variable is not set.
    private func key(
        _ found: KeyPlace,
        _ file: String,
        isIncludedTwice: Bool,
        _ installation: Installation,
        _ environment: String?,
        _ text: String
    ) -> PlainKey? {
        var blocker = installation.version.flatMap { ReferenceFields.blocker(of: found.setting, in: $0) }
        if isIncludedTwice { blocker = blocker ?? "\(file) is included at more than one place" }
        if found.isRepeated { blocker = blocker ?? "the key is there more than once" }
        if found.setting.first == "env" { blocker = "OpenClaw sets the variables of env for everything that it starts" }
        let value: String
        var variable: String?
        var sources: [PlainKey.Source] = []
        switch found.form {
        case .reference: return nil
        case .mixed:
            value = ""
            blocker = "a part of it comes out of a variable"
        case .plain(let text): value = text
        case .variable(let name):
            guard let given = installation.variables[name], !given.isEmpty else { return nil }
            (value, variable) = (given, name)
            sources = Self.sources(of: name, installation, environment, text)
            if let doubt = installation.given.doubt(about: name) {
                blocker = blocker ?? "which value \(name) has is not known: \(doubt.why)"
            }
        }
        return PlainKey(
            installation: installation.name,
            setting: found.setting,
            file: file,
            place: found.place,
            line: found.line,
            value: value,
            variable: variable,
            sources: sources,
            blocker: blocker
        )
    }

    /// The line whose value counts, and that of the file of variables, which may say it again.
    private static func sources(
        of name: String,
        _ installation: Installation,
        _ environment: String?,
        _ text: String
    ) -> [PlainKey.Source] {
        var sources: [PlainKey.Source] = []
        if let origin = installation.given.origins[name] { sources.append(.init(origin.file, line: origin.line)) }
        if let environment, DotenvFile(text).values[name] != nil, !sources.contains(where: { $0.file == environment }) {
            sources.append(.init(environment, line: GivenVariables.line(of: name, in: text)))
        }
        return sources
    }
}

extension KeysObserver {
    /// Settings, logins and variables by which the gateway has keys of models, and why there may be more.
    ///
    /// A reference is one as well: what it stands for is in the gateway's memory.
    func modelKeys(of installation: Installation) async -> (settings: [String], doubt: String?) {
        var found = await settings(of: installation)
        found.keys += given(installation, besides: found.named, await variables(of: found, installation), found.keys)
        let profiles = await profiles(of: installation)
        let settings = (found.keys + profiles.keys).filter { Self.isModels($0.setting) }.map { key in
            key.isImplied ? key.variable ?? key.words : key.words
        }
        let referenced = found.referenced.map(\.setting).filter { $0.hasPrefix("models.") }
        let environment = await literals.environmentFile(of: installation).why ?? installation.environmentDoubt
        return (Set(settings + referenced).sorted(), found.doubt ?? profiles.doubts.first ?? environment?.why)
    }

    private static func isModels(_ setting: [String]) -> Bool {
        setting.first == "models" || setting.starts(with: ["auth", "profiles"])
            || setting.last == "apiKey" && setting.contains { $0 == "memorySearch" || $0 == "memory" }
            || setting.count == 1 && (implied[setting[0]]?.first == "models" || isVendors(setting[0]))
    }

    /// Variables of vendors of models, by their beginning, which later versions of OpenClaw may take for a key.
    private static func isVendors(_ name: String) -> Bool {
        let vendors = [
            "ANTHROPIC_", "OPENAI_", "GEMINI_", "GOOGLE_", "XAI_", "GROQ_", "MISTRAL_", "DEEPSEEK_", "OPENROUTER_",
            "TOGETHER_",
            "CEREBRAS_", "NVIDIA_", "MOONSHOT_", "KIMI_", "ZAI_", "MINIMAX_", "FIREWORKS_", "VENICE_", "AI_GATEWAY_",
        ]
        return vendors.contains(where: name.hasPrefix)
    }
}
