import Documents
import Hardening

extension SSHDirectives {
    /// Takes algorithms out of a list.
    ///
    /// Lists are written as what is taken away from sshd's own, so that a release with newer algorithms uses them, and
    /// one without an old name still starts. Only a list that somebody wrote out stays one.
    func amendments(_ keyword: String, without patterns: [String], from field: Field) -> [Amendment]? {
        let written = value(keyword)
        let list = patterns.joined(separator: ",")
        switch written?.first {
        case nil, "+", "^": return everywhere(keyword, "-\(list)")
        case "-":
            let already = (written ?? "").dropFirst().split(separator: ",").map(String.init)
            return everywhere(
                keyword,
                "-" + (already + patterns.filter { !already.contains($0) }).joined(separator: ",")
            )
        default:
            guard case .list(let names) = self[field] else { return nil }
            let left = names.filter { name in !patterns.contains { SSHDPattern.matches(name, $0) } }
            return left.isEmpty ? nil : everywhere(keyword, left.joined(separator: ","))
        }
    }

    /// For everybody, Match blocks included where they only add to sshd's own list; one that somebody wrote out may be
    /// stricter, and stays.
    private func everywhere(_ keyword: String, _ value: String) -> [Amendment] {
        let matched = lines(keyword).filter { $0.criteria != nil }
        let onlyAdd = matched.allSatisfy { $0.value.hasPrefix("+") || $0.value.hasPrefix("^") }
        guard !matched.isEmpty, onlyAdd else { return amendments(keyword, value) }
        return groundwork + [
            .sshd("\(keyword) \(value)") { $0.set(keyword, to: [value], blocks: [.init("all", value)]) }
        ]
    }
}
