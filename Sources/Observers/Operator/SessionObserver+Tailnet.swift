import Catalog
import Documents
import Hardening
import Rulesets
import Surface

extension SessionObserver {
    /// The login over Tailscale SSH that a process is of; the ancestors go up to tailscaled, which takes such logins
    /// itself, without any sshd.
    ///
    /// tailscaled has to be a service of the system whose unit and program are root's alone. It starts a program of its
    /// own for each session, and several sessions may share a connection: what counts is when the connection came.
    func tailnetLogin(_ ancestors: ArraySlice<ProcessStatus>) async throws(Unknown) -> [Record]? {
        guard let daemon = ancestors.last else { return nil }
        let unit: TunnelUnit
        do throws(TunnelRefusal) {
            unit = try await tunnelService(of: daemon.identifier)
        } catch {
            throw Unknown.failed("\(error.words), so that it does not count as Tailscale SSH")
        }
        guard Path.name(unit.program) == "tailscaled", unit.main == daemon.identifier else {
            throw
                .contradictory("process \(daemon.identifier) is not the tailscaled that \(unit.name) started")
        }
        guard ancestors.count > 2, let session = ancestors.dropLast().last else {
            throw Unknown.notStated("\(unit.name) has started this itself, and for no login")
        }
        // Below what tailscaled becomes for a session: itself, login or su, still as root.
        let between: Set<String> = ["tailscaled", "login", "su"]
        let shell = ancestors.dropLast().last { !between.contains($0.name) }
        guard let shell, let owner = await account(ofProcess: shell.identifier) else {
            throw Unknown.notStated("whose login this is could not be determined")
        }
        let name =
            await accounts.accountRecords().content?.first { $0[.uid] == .number(Int(owner)) }?.name
            ?? "user id \(owner)"
        var record = Record(
            "login of \(name)",
            [
                .user: .text(name), .uid: .number(Int(owner)), .sessionProcess: .number(session.identifier),
                .tailnetService: .text("\(unit.name) (\(unit.program))"),
            ]
        )
        await describe(session, in: &record)
        record[.beganAfterBoot] = await connectionBegan(record, unit)
        record[.bootIdentifier] = await bootIdentifier()
        return [record]
    }

    /// Asks whether the login really came through the tailnet: by its interface, from a device that it knows, and not
    /// from this server.
    func describeTailnet(of login: inout Record) async {
        guard login[.comesFromItself] == .unset, case .text(let address) = login[.fromAddress] else { return }
        guard case .text = login[.tunnel] else {
            login[.comesFromItself] = .unknown(.notStated("packets for \(address) leave by no interface of a tailnet"))
            return
        }
        guard let output = await surface.run(Command("tailscale", ["status", "--json"])).content, output.status == 0,
            let status = try? JSONDocument(output.standardOutput, dialect: .json).root
        else {
            login[.comesFromItself] = .unknown(
                .notStated("tailscale status --json does not tell who is in the tailnet")
            )
            return
        }
        func holds(_ device: JSONNode?) -> Bool {
            device?["TailscaleIPs"]?.items?.contains { $0.text.flatMap { Address($0) } == Address(address) } == true
        }
        guard status["BackendState"]?.text == "Running" else {
            login[.comesFromItself] = .unknown(
                .notStated("tailscale status --json does not say that the tailnet is up")
            )
            return
        }
        if holds(status["Self"]) {
            login[.comesFromItself] = .text("\(address), an address of its own")
        } else if status["Peer"]?.members?.contains(where: { holds($0.value) }) != true {
            login[.comesFromItself] = .unknown(.notStated("tailscale status --json names no device with \(address)"))
        }
    }

    /// When the login's connection came, by what tailscaled said of it then, in milliseconds after the boot.
    private func connectionBegan(_ login: Record, _ unit: TunnelUnit) async -> Value {
        guard case .text(let text) = login[.fromAddress], case .number(let port) = login[.fromPort] else {
            return .unknown(.notStated("the login process does not tell which connection it is of"))
        }
        let source = text.contains(":") ? "[\(text)]:\(port)" : "\(text):\(port)"
        let entries: Output
        switch await surface.run(Self.journal(of: unit, source: source)) {
        case .absent: return .unknown(.missing("journalctl is not there to ask \(unit.name) for it"))
        case .unreadable(let why): return .unknown(why)
        case .found(let output): entries = output
        }
        var latest: Int?
        for line in entries.standardOutput.split(separator: UInt8(ascii: "\n")) {
            guard let entry = try? JSONDocument(Array(line), dialect: .json).root,
                let words = entry["MESSAGE"]?.text, let start = words.firstRange(of: "handling conn: "),
                words[start.upperBound...].hasPrefix("\(source)->"),
                let moment = entry["__MONOTONIC_TIMESTAMP"]?.text.flatMap({ Int($0) })
            else { continue }
            latest = max(latest ?? 0, moment / 1000)
        }
        return latest.map { .number($0) }
            ?? .unknown(.notStated("the journal of \(unit.name) does not have when \(source) connected"))
    }

    /// The lines that tailscaled's main process wrote of a connection since this boot: `handling conn: ADDRESS:PORT->…`.
    static func journal(of unit: TunnelUnit, source: String) -> Command {
        let pattern = String(source.flatMap { "[]".contains($0) ? ["\\", $0] : [$0] })
        return Command(
            "journalctl",
            [
                "--boot", "--quiet", "--no-pager", "--output=json", "--output-fields=MESSAGE",
                "--grep=handling conn: \(pattern)->", "_SYSTEMD_UNIT=\(unit.name)", "_PID=\(unit.main)",
            ],
            timeout: 20
        )
    }
}
