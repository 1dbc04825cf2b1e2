import Catalog
import Surface

extension SelfCheck {
    /// Whether a shell finds one nacre, root's alone to change, and the timer that looks for drift runs the same.
    func pathLine() async -> Line {
        var found: [String] = []
        var seen: Set<String> = []
        for directory in searchPath where directory.hasPrefix("/") {
            let place = await real(directory)
            guard seen.insert(place).inserted else { continue }
            switch await surface.status("\(place)/nacre") {
            case .found(let status) where status.kind == .regular && status.mode & 0o111 != 0:
                found.append("\(place)/nacre")
            case .unreadable(let why): return .unknown("\(place)/nacre: \(why.why)")
            case .found, .absent: continue
            }
        }
        guard let first = found.first else {
            return .wrong("no nacre is on the search path", remedy: "install it: README.md says how")
        }
        if found.count > 1 {
            return .wrong(
                "\(first) hides \(found.dropFirst().joined(separator: ", "))",
                remedy: "keep one: rm \(first), or take the package away"
            )
        }
        if let fault = await rootsOwn.faults(of: first, isProgram: true).first { return fault }
        let unit = "\(DeadMansSwitch.units)/nacre-drift.service"
        let run = await surface.text(unit).content.map { Self.program(in: $0) } ?? []
        if let last = run.last, last != first, last != "\(store)/nacre" {
            return .wrong(
                "nacre-drift.service runs \(last), and a shell finds \(first)",
                remedy: "sudo nacre schedule install"
            )
        }
        return .ok("\(first) is the one nacre on the search path")
    }

    /// A directory by its own name, where /bin is a link to /usr/bin.
    private func real(_ directory: String) async -> String {
        guard let target = await surface.link(directory).content else { return directory }
        return target.hasPrefix("/") ? target : "/\(target)"
    }
}
