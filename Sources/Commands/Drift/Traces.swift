import Hardening
import LinuxMachine
import Reports
import Surface

/// What the system remembers of who changed a file: when, which run of apt, which commands of sudo at that time.
///
/// What is from another time is nobody's trace: where it is not known when a file was changed, nothing is said of who ran what.
struct Traces {
    private let resource: Resource
    /// When what Nacre had put was confirmed: whatever changed it came later.
    private let since: Int?

    init(of resource: Resource, since: Int?) {
        self.resource = resource
        self.since = since
    }

    /// Seconds before a change in which a command of sudo may have been its cause.
    private static let vicinity = 120

    var lines: [String] {
        get async {
            guard case .file(let path) = resource, let surface = try? LiveSurface() else { return [] }
            switch surface.status(path) {
            case .absent: return ["the file is gone"]
            case .unreadable: return []
            case .found(let status):
                let owner = "belongs to user id \(status.owner)"
                guard let time = Self.change(status, since: since) else { return [owner] }
                return ["changed at \(Timestamp(time).human), \(owner)"] + Self.aptRuns(surface, at: time)
                    + (await Self.sudoCommands(surface, at: time))
            }
        }
    }

    /// When a file became other than what was confirmed; none where its times are older than that.
    ///
    /// A file that was copied or unpacked here brings the time of its content along; when it came, the inode knows.
    static func change(_ status: FileStatus, since: Int?) -> Int? {
        [status.modified, status.changed].first { $0 >= since ?? 1 }
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
            guard let start = fields["Start-Date"].flatMap(Timestamp.local),
                let end = fields["End-Date"].flatMap(Timestamp.local),
                (start...max(start, end)).contains(second)
            else { return nil }
            return "apt ran then: \(fields["Commandline"] ?? "without a command line")"
        }
    }

    /// Commands that were run by sudo shortly before that time, from the journal.
    private static func sudoCommands(_ surface: LiveSurface, at second: Int) async -> [String] {
        let command = Command(
            "journalctl",
            [
                "--no-pager", "--output=cat", "_COMM=sudo", "_EXE=/usr/bin/sudo", "--since=@\(second - vicinity)",
                "--until=@\(second + 1)",
            ],
            timeout: 20
        )
        guard let output = await surface.run(command).content, output.status == 0 else { return [] }
        return sudoCommands(output.text)
    }

    /// From sudo's own lines: each command once, the last ones, and how many more there were.
    ///
    /// A refused command is told with the reason before the terminal, and changed nothing; neither did a look by Nacre.
    static func sudoCommands(_ text: String) -> [String] {
        var commands: [String] = []
        for line in text.split(separator: "\n") {
            let line = line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
            guard let user = line.firstRange(of: " : "), let start = line.firstRange(of: "COMMAND=") else { continue }
            let said = line[user.upperBound...]
            guard said.hasPrefix("TTY=") || said.hasPrefix("PWD=") else { continue }
            let words = line[start.upperBound...].split(separator: " ")
            let looks = ["audit", "drift", "explain", "history", "list", "plan", "prove", "self-check", "status"]
            let program = words.first.flatMap { $0.split(separator: "/").last } ?? ""
            if program == "nacre", words.count > 1, looks.contains(String(words[1])) { continue }
            commands.removeAll { $0 == line }
            commands.append(line)
        }
        let shown = commands.suffix(mostCommands).map { "sudo shortly before: \($0)" }
        let more = commands.count - shown.count
        return shown + (more > 0 ? ["and \(more) more commands by sudo in the two minutes before"] : [])
    }

    private static let mostCommands = 5
}
