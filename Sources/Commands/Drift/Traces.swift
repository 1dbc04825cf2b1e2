import Hardening
import LinuxMachine
import Observers

/// What the system remembers of who changed a file: when, which run of apt, which commands of sudo at that time.
struct Traces {
    private let resource: Resource

    init(of resource: Resource) { self.resource = resource }

    /// Seconds around a change in which a command of sudo may have been its cause.
    private static let vicinity = 120

    var lines: [String] {
        get async {
            guard case .file(let path) = resource, let surface = try? LiveSurface() else { return [] }
            guard let status = surface.status(path).content else { return ["the file is gone"] }
            var lines = ["changed at \(Moment(status.modified).human), belongs to user id \(status.owner)"]
            lines += Self.aptRuns(surface, at: status.modified)
            lines += await Self.sudoCommands(surface, at: status.modified)
            return lines
        }
    }

    /// Runs of apt that were under way then, from its own history.
    private static func aptRuns(_ surface: LiveSurface, at second: Int) -> [String] {
        guard let bytes = surface.file("/var/log/apt/history.log", limit: 16 << 20).content?.bytes else { return [] }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n\n").compactMap { run in
            var fields: [Substring: Substring] = [:]
            for line in run.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2 { fields[parts[0]] = parts[1].drop { $0 == " " } }
            }
            guard let start = fields["Start-Date"].flatMap(Moment.local),
                let end = fields["End-Date"].flatMap(Moment.local),
                (start...max(start, end)).contains(second)
            else { return nil }
            return "apt ran then: \(fields["Commandline"] ?? "without a command line")"
        }
    }

    /// Commands that were run by sudo around that time, from the journal.
    private static func sudoCommands(_ surface: LiveSurface, at second: Int) async -> [String] {
        let command = Command(
            "journalctl",
            [
                "--no-pager", "--output=cat", "_COMM=sudo", "--since=@\(second - vicinity)",
                "--until=@\(second + vicinity)",
            ],
            timeout: 20
        )
        guard let output = await surface.run(command).content, output.status == 0 else { return [] }
        return output.text.split(separator: "\n").filter { $0.contains("COMMAND=") }.suffix(5).map {
            "sudo around then: \($0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " "))"
        }
    }
}
