import Hardening

extension SysctlFile {
    /// A file that is read after Nacre's own and sets the parameter; none where Nacre's counts.
    static func laterFile(setting name: String, in snapshot: Snapshot) -> String? {
        guard case .state(let state) = snapshot[.facts(.sysctlFiles)] else { return nil }
        let record = state.records.first { $0[.parameter] == .text(name) && $0.origins[.bootValue] != nil }
        guard let file = record?.origins[.bootValue]?.file else { return nil }
        func base(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        return base(file).utf8.lexicographicallyPrecedes(base(path).utf8) || file == path ? nil : file
    }

    /// What a person does about such a file.
    static func advice(_ name: String, setBy file: String) -> String {
        "\(file) is read after Nacre's own \(path) and sets \(name): delete that line."
    }
}
