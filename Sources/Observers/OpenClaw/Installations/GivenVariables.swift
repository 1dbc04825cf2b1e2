import Catalog
import Documents
import Hardening
import Surface

/// What the gateway's process is given before it reads any file of its own, all of which wins over those.
struct GivenVariables: Sendable {
    /// Values stay inside the observers.
    var values: [String: String] = [:]
    /// The line that gives each.
    var origins: [String: Origin] = [:]
    /// Words of its command that a compose file gives it.
    var arguments: [String] = []
    /// Why those are not known.
    var argumentsDoubt: Unknown?
    /// Why the value of some is not known.
    var doubts: [String: Unknown] = [:]
    /// Why any may be given another value, but for those that are settled.
    var doubt: Unknown?
    /// Those that nothing which could not be read can change.
    var settled: Set<String> = []

    /// Takes over what comes before the variables here, such as a later file of a list.
    mutating func add(_ text: String, _ values: [String: String], from file: String) {
        for (name, value) in values {
            self.values[name] = value
            doubts[name] = nil
            origins[name] = Origin(file, line: Self.line(of: name, in: text))
        }
    }

    /// Takes over what a file of the gateway's own sets and nothing did before.
    mutating func complete(_ text: String, _ values: [String: String], from file: String) {
        for (name, value) in values where self.values[name] == nil {
            self.values[name] = value
            origins[name] = Origin(file, line: Self.line(of: name, in: text))
        }
    }

    /// Why it cannot be told which value a variable has; only ever asked for one that may have any.
    func doubt(about name: String) -> Unknown? {
        if let why = doubts[name] { return why }
        return settled.contains(name) ? nil : doubt
    }

    /// The line that sets it last; what a value of several lines holds sets nothing.
    static func line(of name: String, in text: String) -> Int? {
        if let entry = DotenvFile(text).entries.last(where: { $0.name == name }) {
            return LineTable(Array(text.utf8)).line(at: entry.range.lowerBound)
        }
        var found: Int?
        for (number, line) in TextLines(text) {
            var rest = Substring(line.trimmed)
            if rest.hasPrefix("export ") { rest = Substring(rest.dropFirst(7).trimmed) }
            guard rest.hasPrefix(name), let next = rest.dropFirst(name.count).trimmed.first, "=:".contains(next) else {
                continue
            }
            found = number
        }
        return found
    }
}

extension InstallationsObserver {
    /// What a container, a unit or a compose file gives the gateway of a state directory.
    func givenVariables(_ candidate: StateDirectory, _ service: GatewayService?) async -> GivenVariables {
        if let container = candidate.container {
            return await compose.variables(of: container)
        }
        var given = GivenVariables()
        if let service {
            given.values = service.variables
            given.origins = service.origins
            given.doubt = service.doubt
        }
        guard let composed = await compose.variables(givenTo: candidate.path) else { return given }
        guard service != nil else { return composed }
        // Which of both runs is not known, where they differ.
        for name in Set(composed.values.keys).union(composed.doubts.keys)
        where given.values[name] != composed.values[name] || composed.doubts[name] != nil {
            let other = composed.origins[name].map { "\($0.file)" } ?? "a compose file"
            given.doubts[name] = .contradictory(
                "\(service?.source ?? "a unit") and \(other) may both run the gateway, and give it another \(name)"
            )
        }
        return given
    }
}
