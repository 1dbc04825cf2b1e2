import Catalog
import Hardening
import Surface

extension SelfCheck {
    /// What is wrong with what a unit runs: each file of it is root's alone to change, and it runs.
    func programFaults(ofUnit path: String) async -> [Line] {
        let words: [String]
        switch await surface.text(path) {
        case .absent: return [.unknown("\(path) went while it was looked at")]
        case .unreadable(let why): return [.unknown("\(path): \(why.why)")]
        case .found(let text): words = Self.program(in: text)
        }
        guard !words.isEmpty else {
            return Self.isTimer(path) ? [] : [.unknown("\(path): what it runs is not understood")]
        }
        var faults: [Line] = []
        for word in words where word.hasPrefix("/") { faults += await rootsOwn.faults(of: word, isProgram: true) }
        guard faults.isEmpty else { return faults }
        let command = Command(words[0], words.dropFirst() + ["--version"], timeout: 20)
        guard let output = await surface.run(command).content, output.status == 0 else {
            return [
                .wrong(
                    "\(words[words.count - 1]) does not run, which \(path) runs",
                    remedy: "settle what waits now: sudo nacre confirm, or sudo nacre rollback; and see why: "
                        + (words + ["--version"]).joined(separator: " ")
                )
            ]
        }
        return []
    }

    private static func isTimer(_ path: String) -> Bool { path.hasSuffix(".timer") }

    /// The words of a unit's one `ExecStart` before Nacre's own arguments; none where it is not of that form.
    static func program(in unit: String) -> [String] {
        let lines = unit.split(separator: "\n").filter { $0.hasPrefix("ExecStart=") }
        guard lines.count == 1 else { return [] }
        let words = lines[0].dropFirst("ExecStart=".count).split(separator: " ").map(String.init)
        guard words.first?.hasPrefix("/") == true else { return [] }
        return Array(words.prefix { $0.hasPrefix("/") || $0.hasPrefix("--") })
    }
}
