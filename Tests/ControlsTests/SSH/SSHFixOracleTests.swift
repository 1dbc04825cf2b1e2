import Foundation
import Hardening
import MachineTesting
import Surface
import TestPrograms
import Testing

@testable import Controls

/// What the ssh layer plans for random servers, judged by the sshd that is installed: `sshd -T -C …` before and after.
///
/// `NACRE_SSHD_TRIALS` is how many servers, `NACRE_SSHD_SEED` the first seed.
@Suite(.enabled(if: RealSSHD.isInstalled, "sshd was not asked: it takes sshd, ssh-keygen, and for root /run/sshd"))
struct SSHFixOracleTests {
    @Test(.timeLimit(.minutes(60))) func `tightens what it is asked for, and loosens nothing`() async throws {
        let sshd = try await RealSSHD()
        defer { sshd.remove() }
        let total = RealSSHD.number("NACRE_SSHD_TRIALS") ?? 60
        let first = RealSSHD.number("NACRE_SSHD_SEED") ?? 0
        var judged = 0
        var settings = 0
        for seed in first..<first + total {
            let trial = try await Trial(seed: seed, sshd)
            for complaint in trial.complaints { Issue.record("seed \(seed): \(complaint)\n\(trial.story)") }
            judged += trial.isJudged ? 1 : 0
            settings += trial.compared
        }
        #expect(judged > total / 2)
        print(
            "sshd \(sshd.version): seeds \(first) to \(first + total - 1), \(judged) servers judged, \(settings) settings"
        )
    }
}

/// One random server.
private struct Trial {
    var complaints: [String] = []
    var story = ""
    var isJudged = false
    var compared = 0

    private static let users = ["root", "daemon", "games"]
    private static let addresses = ["203.0.113.7", "10.0.0.5"]

    init(seed: Int, _ sshd: RealSSHD) async throws {
        var author = SSHServerAuthor(seed: UInt64(seed))
        let files = author.files()
        let profile: Profile = seed % 2 == 0 ? .standalone : .managed
        var layer = SSHLayer(files, profile: profile, version: "1:\(sshd.version)-1")
        layer.surface.add(
            "/etc/passwd",
            "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/home/daemon:/bin/bash\ngames:x:5:60::/usr/games:/bin/bash\n"
        )
        layer.surface.add("/etc/group", "root:x:0:\ndaemon:x:1:\ngames:x:60:\n")
        layer.surface.add("/etc/shadow", "root:*:1::::::\ndaemon:$y$x:1::::::\ngames:*:1::::::\n")
        layer.surface.add("/etc/sudoers", "daemon ALL=(ALL:ALL) ALL\n")
        layer.surface.add("/home/daemon/.ssh/authorized_keys", SSHLayer.key, mode: 0o600, owner: 1)
        let plan = try await layer.plan().plan
        let after = layer.applied(plan)
        func texts(_ layer: SSHLayer) -> [String: String] {
            layer.surface.files.filter { $0.key.hasPrefix("/etc/ssh/") }
                .mapValues { String(decoding: $0.bytes, as: UTF8.self) }
        }
        let old = try await sshd.answers(texts(layer), Self.users, Self.addresses)
        // What sshd refuses is left to a person.
        guard old.allSatisfy({ $0.status == 0 }) else { return }
        isJudged = true
        let changed = texts(after)
        story = changed.sorted { $0.key < $1.key }.map { "--- \($0.key)\n\($0.value)" }.joined()
        let new = try await sshd.answers(changed, Self.users, Self.addresses)
        let because = Set(plan.changes.flatMap(\.because))
        for (before, after) in zip(old, new) {
            guard after.status == 0 else {
                // Then the plan has to be refused by what is simulated.
                let snapshot = await layer.simulated(plan)
                let server = (try? snapshot.observed(.sshServer))?.first
                if case .state = snapshot[.facts(.logins)], server?[.acceptsConfiguration] != false {
                    complaints.append("sshd refuses, and the model does not see it: \(after.errors)")
                }
                return
            }
            judge(before, after, because, profile)
        }
        let second = try await after.plan().plan
        // Criteria about the port hold no longer for whoever comes by the new one.
        let movesAway = because.contains("ssh.set-port") && story.contains("LocalPort")
        if !second.isEmpty, !movesAway {
            complaints.append("the second plan changes \(second.changes.map { "\($0.resource): \($0.because)" })")
        }
    }

    private mutating func judge(_ before: Answer, _ after: Answer, _ because: Set<String>, _ profile: Profile) {
        let settings: [(String, SSHSetting)] = [
            ("disable-agent-forwarding", .agentForwarding), ("disable-host-based-login", .hostBased),
            ("disable-tunnel-devices", .tunnels), ("disable-x11-forwarding", .x11Forwarding),
            ("forbid-empty-passwords", .emptyPasswords), ("keep-forwarded-ports-local", .gatewayPorts),
            ("keep-strict-modes", .strictModes), ("disable-remote-forwarding", .tcpForwarding), ("use-pam", .pam),
            ("limit-authentication-attempts", .maxAuthTries(profile.ssh.maxAuthTries)),
            ("disable-password-login", .passwords), ("disable-keyboard-interactive-login", .keyboardInteractive),
            ("restrict-root-login", .rootLogin(profile.ssh.rootLogin.rawValue)),
        ]
        for (control, setting) in settings {
            let keyword = setting.keyword.lowercased()
            let (old, new) = (before.one(keyword), after.one(keyword))
            compared += 1
            if setting.meet(old, new) != setting.meet(new, new) {
                complaints.append("\(before.spec): \(setting.keyword) went from \(old) to \(new)")
            }
            if because.contains("ssh.\(control)"), setting.tightened(new) != setting.meet(new, new) {
                complaints.append("\(before.spec): \(setting.keyword) is still \(new)")
            }
        }
        for keyword in ["ciphers", "macs", "kexalgorithms", "hostkeyalgorithms", "pubkeyacceptedalgorithms"] {
            let (old, new) = (Set(before.list(keyword)), Set(after.list(keyword)))
            compared += 1
            if !new.isSubset(of: old) {
                complaints.append("\(before.spec): \(keyword) has more: \(new.subtracting(old))")
            }
        }
        if because.contains("ssh.set-port"), Set(after.values["port"] ?? []) != ["\(profile.ssh.port)"] {
            complaints.append("listens on \(after.values["port"] ?? [])")
        }
        if because.contains("ssh.restrict-client-environment") {
            let accepted = after.values["acceptenv"] ?? []
            if accepted.contains(where: { ["*", "GIT_*", "LD_PRELOAD"].contains($0) }) {
                complaints.append("\(before.spec): accepts \(accepted)")
            }
        }
        let startups = after.one("maxstartups").split(separator: ":").compactMap { Int($0) }
        if because.contains("ssh.limit-unauthenticated-connections"), startups.last ?? 0 > 100 {
            complaints.append("MaxStartups \(startups)")
        }
        let grace = Int(after.one("logingracetime")) ?? 0
        if because.contains("ssh.limit-login-grace-time"), !(1...profile.ssh.loginGraceTime).contains(grace) {
            complaints.append("LoginGraceTime \(grace)")
        }
    }
}

/// What `sshd -T` printed.
private struct Answer {
    var spec: String
    var status: Int
    var values: [String: [String]]
    var errors: String

    func one(_ keyword: String) -> String { values[keyword]?.first ?? "" }
    func list(_ keyword: String) -> [String] { one(keyword).split(separator: ",").map(String.init) }
}

/// The installed sshd, with a directory for configurations.
private struct RealSSHD {
    private let directory = "/tmp/sshd-remedies-\(UUID().uuidString)"
    /// Such as `9.2`.
    let version: String

    static var isInstalled: Bool {
        let files = FileManager.default
        return files.isExecutableFile(atPath: "/usr/sbin/sshd") && files.isExecutableFile(atPath: "/usr/bin/ssh-keygen")
            && (geteuid() != 0 || files.fileExists(atPath: "/run/sshd"))
    }

    static func number(_ variable: String) -> Int? { ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } }

    init() async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        _ = try await Program.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(directory)/key"])
        // `OpenSSH_9.2p1 Debian-2+deb12u5, …`
        _ = try await Program.run("/bin/sh", ["-c", "exec /usr/bin/ssh -V 2>\"$0\"", "\(directory)/version"])
        let said = try String(contentsOfFile: "\(directory)/version", encoding: .utf8)
        version = String(said.drop { $0 != "_" }.dropFirst().prefix { $0.isNumber || $0 == "." })
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }

    /// One shell asks for all connections: starting sshd is most of the work.
    func answers(_ files: [String: String], _ users: [String], _ addresses: [String]) async throws -> [Answer] {
        let place = "\(directory)/\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        try FileManager.default.createDirectory(atPath: "\(place)/sshd_config.d", withIntermediateDirectories: true)
        for (path, text) in files {
            let moved = text.replacingOccurrences(of: "/etc/ssh/sshd_config.d", with: "\(place)/sshd_config.d")
            try Data(moved.utf8).write(to: URL(fileURLWithPath: place + path.dropFirst("/etc/ssh".count)))
        }
        let specs = users.flatMap { user in
            addresses.map { "user=\(user),host=\($0),addr=\($0),laddr=198.51.100.1,lport=22" }
        }
        var script = ""
        for (number, spec) in specs.enumerated() {
            script += "/usr/sbin/sshd -T -f \(place)/sshd_config -h \(directory)/key -C \(spec) "
            script += ">\(place)/\(number) 2>\(place)/\(number).errors </dev/null; echo $? >\(place)/\(number).status\n"
        }
        try Data(script.utf8).write(to: URL(fileURLWithPath: "\(place)/ask.sh"))
        _ = try await Program.run("/bin/sh", ["\(place)/ask.sh"])
        return try specs.enumerated().map { number, spec in
            func text(_ name: String) throws -> String {
                try String(contentsOfFile: "\(place)/\(name)", encoding: .utf8)
            }
            var values: [String: [String]] = [:]
            for line in try text("\(number)").split(separator: "\n") {
                let parts = line.split(separator: " ", maxSplits: 1)
                values[String(parts[0]), default: []].append(parts.count > 1 ? String(parts[1]) : "")
            }
            let status = Int(try text("\(number).status").trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
            return Answer(spec: spec, status: status, values: values, errors: try text("\(number).errors"))
        }
    }
}
