import Catalog
import Hardening
import Surface

extension SessionObserver {
    /// The login on the server's own console that the process with these ancestors is of: at its screen, or over a serial
    /// line, as hosters give one.
    ///
    /// logind keeps its terminal and the time at which it began. That time counts, and not the process's: a getty waits
    /// for somebody long before they come, and becomes `login` then. Nothing else that has a session of logind counts: a
    /// program that root gave a terminal shows nothing of whether somebody comes in.
    func consoleLogin(_ ancestors: [ProcessStatus]) async throws(Unknown) -> [Record]? {
        guard let session = await sessionIdentifier() else { return nil }
        let properties: [String: String]
        guard let output = try await surface.run(Self.showing(session: session)).get() else {
            throw Unknown.missing("loginctl is not there to ask for session \(session)")
        }
        guard output.status == 0 else {
            throw Unknown.failed("logind does not tell session \(session): \(output.errorText.firstLine)")
        }
        properties = [String: String](systemdProperties: output.text)
        let terminal = properties["TTY"] ?? ""
        // What has ended, comes from elsewhere, or has a terminal that a program made, is at no console.
        guard properties["Remote"] == "no", properties["Service"] == "login", !terminal.isEmpty,
            !terminal.hasPrefix("pts/"), properties["Class"]?.hasPrefix("user") == true,
            ["active", "online"].contains(properties["State"])
        else { return nil }
        guard let leader = properties["Leader"].flatMap({ Int($0) }),
            let index = ancestors.firstIndex(where: { $0.identifier == leader })
        else { throw Unknown.notStated("runs on from the login on \(terminal), which it no longer comes from") }
        if let why = await objection(toLogin: ancestors[index], on: terminal) { throw why }
        guard let user = properties["Name"], let number = properties["User"].flatMap({ Int($0) }) else {
            throw Unknown.notStated("logind does not tell whose session \(session) is")
        }
        var record = Record(
            "login of \(user) on \(terminal)",
            [.user: .text(user), .uid: .number(number), .sessionProcess: .number(leader), .console: .text(terminal)]
        )
        for field in [Field.comesFromItself, .carriedBy, .tunnel, .tunnelDoors] { record[field] = .unset }
        // In microseconds of a clock that stands still while the machine sleeps: never later than it was.
        let began = properties["TimestampMonotonic"].flatMap { Int($0) }
        record[.beganAfterBoot] =
            began.map { .number($0 / 1000) }
            ?? .unknown(.notStated("logind does not tell when session \(session) began"))
        record[.bootIdentifier] = await bootIdentifier()
        return [record]
    }

    /// loginctl takes one name with each option, other than systemctl.
    static func showing(session: String) -> Command {
        let names = ["Name", "User", "TTY", "Remote", "Service", "Class", "State", "Leader", "TimestampMonotonic"]
        return Command("loginctl", ["show-session", session] + names.map { "--property=\($0)" })
    }

    /// Why the process that the session begins with is not the login that systemd's getty on a console became.
    private func objection(toLogin process: ProcessStatus, on terminal: String) async -> Unknown? {
        guard let program = await surface.link("/proc/\(process.identifier)/exe").content else {
            return .notStated("the program of the login on \(terminal) could not be determined")
        }
        guard Path.name(program) == "login" else {
            return .contradictory("\(program) began the session on \(terminal), and not login")
        }
        if let why = await notRootsAlone(program) {
            return .notTrusted("the login on \(terminal): \(why)")
        }
        guard process.parent == 1 else {
            return .notTrusted("the login on \(terminal) was begun by another program, and not at the console")
        }
        return nil
    }

    /// The session of logind by the control group, which systemd puts a login in.
    private func sessionIdentifier() async -> String? {
        guard let text = await surface.text("/proc/self/cgroup").content else { return nil }
        for line in text.split(separator: "\n") {
            let path = line.split(separator: ":", maxSplits: 2).last ?? ""
            for part in path.split(separator: "/") where part.hasPrefix("session-") && part.hasSuffix(".scope") {
                let name = part.dropFirst("session-".count).dropLast(".scope".count)
                guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else { continue }
                return String(name)
            }
        }
        return nil
    }
}
