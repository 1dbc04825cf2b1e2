import Documents
import Hardening

// Variables that nothing asks for any more, and what gives them.
extension KeyMigration {
    /// Variables that go, whoever gives them.
    static func leaving(_ moves: [Move], _ keys: InstallationKeys) -> [KeyVariable] {
        keys.variables.filter { variable in
            variable.blocker == nil && !keys.keptVariables.contains(variable.name)
                && moves.contains { belongs(variable, to: $0) }
        }
    }

    private static func belongs(_ variable: KeyVariable, to move: Move) -> Bool {
        move.key.variable == variable.name || variable.repeats(move.key)
    }

    /// Has no file give them any more; what is read when the gateway starts changes while it stands still.
    static func clearing(
        _ variables: [KeyVariable],
        at site: OpenClawSite,
        _ target: ComposeTarget?
    ) -> [Amendment] {
        let files = Dictionary(grouping: variables.flatMap(\.places), by: \.file).sorted { $0.key < $1.key }
        var cost: String? =
            "skills and programs that read \(variables.map(\.name).uniqued.firstFew) from their environment"
        return files.map { file, places in
            let amendment = clearing(places, from: file, at: site, target).costing(cost)
            cost = nil
            return amendment
        }
    }

    private static func clearing(
        _ places: [KeyVariable.Place],
        from file: String,
        at site: OpenClawSite,
        _ target: ComposeTarget?
    ) -> Amendment {
        let names = places.map(\.variable).uniqued
        let words = "\(names.firstFew) left for the vault, and is in nobody's environment any more"
        let services = places.compactMap { place -> (variable: String, service: String)? in
            guard case .compose(let service) = place.form else { return nil }
            return (place.variable, service)
        }
        if let target, !services.isEmpty {
            return target.editing(file, words) { compose throws(SyntaxError) in
                for (variable, service) in services { try compose.removeVariable(variable, of: service) }
            }
        }
        let isUnit = places.contains { $0.form == .unit }
        let isOwn = places.allSatisfy { $0.form == .own }
        let isCompose = places.contains { $0.form == .composeVariables }
        let activation = isCompose ? target?.activation : nil
        return Amendment(.file(file), words, activation: activation ?? .gateway(site.gateway)) {
            state throws(Amendment.Failure) in
            guard case .file(var content) = state else { return state }
            let gone = Set(names)
            let rest = content.text.flatMap { text in
                if isUnit { return UnitFile.removing(variables: gone, from: text) }
                return isOwn
                    ? DotenvFile.removing(gone, from: text) : DotenvFile.removing(gone, fromSharedFile: text)
            }
            guard let rest else {
                throw Amendment.Failure("\(names.firstFew) cannot be taken out so that the rest reads as before")
            }
            content.bytes = Array(rest.utf8)
            return .file(content)
        }
    }

    /// Variables that stay although their key moved, in sentences with their places.
    static func staying(_ moves: [Move], _ keys: InstallationKeys) -> [String] {
        let going = leaving(moves, keys)
        var sentences: [String] = []
        for variable in keys.variables where moves.contains(where: { belongs(variable, to: $0) }) {
            let isGoing = going.contains { $0.name == variable.name && $0.places == variable.places }
            guard !isGoing else { continue }
            let places = variable.places.map(\.words).uniqued.joined(separator: ", ")
            let why =
                keys.keptVariables.contains(variable.name)
                ? "something else asks for it" : variable.blocker ?? "take it out yourself"
            sentences.append("\(variable.name) stays in \(places): \(why).")
        }
        for move in moves {
            guard let name = move.key.variable else { continue }
            let known = keys.variables.filter { $0.name == name }.flatMap(\.places).map(\.file)
            let others = move.key.sources.filter { !known.contains($0.file) }
            guard !others.isEmpty else { continue }
            let places = others.map { source in source.line.map { "\(source.file):\($0)" } ?? source.file }
            sentences.append("\(name) stays in \(places.uniqued.joined(separator: ", ")): take it out yourself.")
        }
        return sentences.uniqued
    }
}
