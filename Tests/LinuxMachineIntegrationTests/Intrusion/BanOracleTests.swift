import MachineTesting
import Documents
import Foundation
import Hardening
import LinuxMachine
import Surface
import Testing

@testable import Observers

/// Compares the jails worked out from files with what fail2ban would send to its server.
@Suite struct BanOracleTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let count = Int(environment["NACRE_RANDOM_JAILS"] ?? "") ?? 40
    /// The system whose fail2ban is asked.
    private static let system = environment["NACRE_FAIL2BAN_ROOT"] ?? ""

    private struct Theirs: Decodable {
        struct Action: Decodable {
            let name: String
            let start: String?
            let ban: String?
        }
        let maxretry: Int?
        let findtime: Double?
        let bantime: Double?
        let increment: Bool
        let backend: String
        let ignoreip: [String]
        let logs: [String]
        let journal: [[String]]
        let prefix: String?
        let actions: [Action]
    }

    /// fail2ban's own reader, one line for each directory: what `fail2ban-client -d` prints, by jail.
    private static let script = """
        import sys, json, logging
        logging.disable(logging.CRITICAL)
        sys.path.insert(0, sys.argv[3] + "/usr/lib/python3/dist-packages")
        from fail2ban.client.configurator import Configurator
        from fail2ban.server.mytime import MyTime
        from fail2ban.helpers import _as_bool
        root, count = sys.argv[1], int(sys.argv[2])
        def time(v):
            try: return float(MyTime.str2seconds(v))
            except Exception: return None
        for i in range(count):
            try:
                c = Configurator()
                c.setBaseDir("%s/%d/etc/fail2ban" % (root, i))
                c.readAll(); c.getOptions(); c.convertToProtocol(allow_no_files=True)
                jails = {}
                for s in c.getConfigStream():
                    if s[0] == "add":
                        jails[s[1]] = j = dict(maxretry=None, findtime=None, bantime=None, increment=False, backend=s[2],
                            ignoreip=[], logs=[], journal=[], prefix=None, actions=[])
                    elif s[0] in ("set", "multi-set") and s[1] in jails:
                        j, what = jails[s[1]], s[2]
                        if what == "maxretry": j["maxretry"] = s[3]
                        elif what in ("findtime", "bantime"): j[what] = time(s[3])
                        elif what == "bantime.increment": j["increment"] = bool(s[3])
                        elif what == "addignoreip": j["ignoreip"] += s[3:]
                        elif what == "addlogpath": j["logs"].append(s[3])
                        elif what == "prefregex": j["prefix"] = s[3]
                        elif what == "addjournalmatch":
                            j["journal"].append([])
                            for m in s[3:]:
                                if m == "+": j["journal"].append([])
                                else: j["journal"][-1].append(m)
                        elif what == "addaction": j["actions"].append(dict(name=s[3], start=None, ban=None))
                        elif what == "action":
                            for k, v in (s[4] if s[0] == "multi-set" else [s[4:]]):
                                if k in ("actionstart", "actionban"): j["actions"][-1][k[6:]] = v
                print(json.dumps(jails))
            except Exception as e: print("null")
        """

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: system + "/usr/bin/fail2ban-client")))
    func `makes of random jails what fail2ban makes of them`() async throws {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "nacre-jails-\(UUID())")
        defer { try? FileManager.default.removeItem(at: scratch) }
        var random = RandomJails(generator: SeededGenerator(seed: 4242))
        for index in 0..<Self.count {
            let directory = scratch.appending(path: "\(index)/etc/fail2ban")
            try Self.copyStock(to: directory)
            for (name, text) in random.files() { try Data(text.utf8).write(to: directory.appending(path: name)) }
        }
        let arguments = ["-c", Self.script, scratch.path(), "\(Self.count)", Self.system]
        let output = await (try LiveSurface()).run(Command("python3", arguments, timeout: 400))
        let lines = try #require(output.content).text.split(separator: "\n")
        try #require(lines.count == Self.count)
        var compared = 0
        for (index, line) in lines.enumerated() {
            let theirs = try JSONDecoder().decode([String: Theirs]?.self, from: Data(line.utf8))
            guard let theirs else { continue }
            compared += theirs.count
            try await compare(theirs, scratch.appending(path: "\(index)").path())
        }
        #expect(compared > Self.count / 2, "only \(compared) jails")
    }

    private static func copyStock(to directory: URL) throws {
        let stock = URL(filePath: system + "/etc/fail2ban")
        for name in ["jail.d", "filter.d", "action.d"] {
            let target = directory.appending(path: name)
            try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
        }
        let folders = [
            "action.d/": "", "filter.d/": "sshd.conf common.conf recidive.conf selinux-ssh.conf selinux-common.conf",
        ]
        var names = try FileManager.default.contentsOfDirectory(atPath: stock.path()).filter { $0.hasSuffix(".conf") }
        for (folder, only) in folders {
            let all = try FileManager.default.contentsOfDirectory(atPath: stock.path() + "/" + folder)
            names += all.filter { only.isEmpty || only.split(separator: " ").contains($0[...]) }.map { folder + $0 }
        }
        for name in names {
            try FileManager.default.copyItem(at: stock.appending(path: name), to: directory.appending(path: name))
        }
    }

    private func compare(_ theirs: [String: Theirs], _ root: String) async throws {
        let surface = try MountedSurface(root)
        guard case .found(let jails) = await Observer(surface).intrusion.storedJails() else {
            Issue.record("\(root): fail2ban reads it")
            return
        }
        #expect(jails.map(\.name).sorted() == theirs.keys.sorted(), "\(root)")
        var files = BanFiles(surface)
        let shared = try #require(try await files.configuration("jail"))
        for jail in jails {
            guard let their = theirs[jail.name] else { continue }
            let what = "\(root) \(jail.name)"
            #expect(jail.maxRetry == their.maxretry.map { .number($0) }, "\(what)")
            #expect(jail.findTime == their.findtime.map { .number(Int($0)) }, "\(what)")
            #expect(jail.banTime == their.bantime.map { .number(Int($0)) }, "\(what)")
            #expect(jail.banTimeGrows == .flag(their.increment), "\(what)")
            #expect(jail.ignored == their.ignoreip, "\(what)")
            #expect(jail.prefix == their.prefix, "\(what)")
            switch jail.log {
            case .journal(let matches):
                #expect(their.backend.hasPrefix("systemd"), "\(what)")
                #expect(matches == their.journal, "\(what)")
            case .files(let paths):
                #expect(!their.backend.hasPrefix("systemd"), "\(what)")
                #expect(paths.filter { FileManager.default.fileExists(atPath: $0) } == their.logs, "\(what)")
            }
            #expect(jail.actions.map(\.name) == their.actions.map(\.name), "\(what)")
            for (call, their) in zip(BanCall.list(shared.value("action", in: jail.name) ?? "") ?? [], their.actions) {
                let definition = try await IntrusionObserver.actionDefinition(call, jail.name, shared, &files)
                let (_, ours) = try #require(definition)
                #expect(ours.value("actionstart") == their.start, "\(what) \(call)")
                #expect(ours.value("actionban") == their.ban, "\(what) \(call)")
            }
        }
    }
}
