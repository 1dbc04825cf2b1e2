import Controls
import Documents
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// Every fix of the daemon's file on files that people may have.
@Suite struct DaemonFileTests {
    private static let file = Resource.file("/etc/docker/daemon.json")

    /// A daemon on which every setting has drifted and nothing keeps one from being made.
    private static let careless = Record(
        "Docker",
        [
            .dockerVersion: "26.1.5", .liveRestore: false, .runningContainers: 0, .isInSwarm: false, .daemonFlags: [],
            .daemonSeccomp: "unconfined", .daemonNoNewPrivileges: false, .kernelHasAppArmor: false,
            .logDriver: "json-file", .logMaxSize: .unset, .openFilesHard: .unset, .brokenUlimits: ["nofile"],
            .managesIP6Tables: false, .interContainer: true, .tcpHosts: ["tcp://0.0.0.0:2375"], .tcpVerified: false,
        ]
    )

    private static func amendments(_ record: Record = careless) -> [Amendment] {
        let snapshot = Snapshot([.facts(.dockerDaemon): .state(.records([record]))])
        return ControlList.fixes(for: .standalone).filter { $0.control.hasPrefix("docker.") }
            .flatMap { fix in
                guard case .amend(let list) = fix.answer(snapshot) else { return [Amendment]() }
                return list.filter { $0.resource == file }
            }
    }

    private static func amended(_ state: State) throws -> State {
        try amendments().reduce(state) { try $1.amend($0, Snapshot()) }
    }

    /// What the audit reads in the file.
    private static func audited(_ text: String) async throws -> Record {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/docker/daemon.json": text])
        surface.isLive = false
        guard case .state(let state) = await Observer(surface).observe(.facts(.dockerDaemon)) else { return Record("") }
        return try #require(state.records.first)
    }

    @Test func `a server without a file gets one that everybody may read`() async throws {
        guard case .file(let file) = try Self.amended(.absent) else {
            Issue.record("no file")
            return
        }
        #expect(file.mode == 0o644 && file.owner == 0)
        let record = try await Self.audited(try #require(file.text))
        #expect(record[.liveRestore] == true && record[.daemonNoNewPrivileges] == true)
        #expect(record[.logMaxSize] == .number(50 << 20) && record[.logMaxFiles] == 3)
        #expect(record[.openFilesHard] == 65536 && record[.openFilesSoft] == 32768 && record[.brokenUlimits] == [])
        #expect(file.text?.hasSuffix("}\n") == true)
    }

    @Test(arguments: [(4096, 4096, 4096), (40000, 40000, 32768), (1 << 20, 65536, 32768)])
    func `no limit of open files is above what the daemon may give`(_ ceiling: Int, _ hard: Int, _ soft: Int)
        async throws
    {
        var daemon = Self.careless
        daemon[.openFilesCeiling] = .number(ceiling)
        let state = try Self.amendments(daemon).reduce(.absent) { try $1.amend($0, Snapshot()) }
        guard case .file(let file) = state else {
            Issue.record("no file")
            return
        }
        let record = try await Self.audited(try #require(file.text))
        #expect(record[.openFilesHard] == .number(hard) && record[.openFilesSoft] == .number(soft))
    }

    @Test func `what stands in the file survives byte for byte`() throws {
        let text = """
            {
            \t"bip" : "10.9.0.1/24",
            \t"log-opts": { "max-size":"1g", "labels":"a,b" },
            \t"registry-mirrors": ["https://mirror.example" ]
            }
            """
        guard case .file(let file) = try Self.amended(.file(.init(Array(text.utf8), mode: 0o600))) else { return }
        let edited = try #require(file.text)
        #expect(file.mode == 0o600)
        for kept in ["\t\"bip\" : \"10.9.0.1/24\",", "\"labels\":\"a,b\"", "[\"https://mirror.example\" ]"] {
            #expect(edited.contains(kept))
        }
        #expect(edited.contains("\"max-size\":\"50m\"") && edited.hasSuffix("}"))
    }

    @Test func `random files come out valid, stricter, with all the rest, and need nothing a second time`() async throws
    {
        for seed in UInt64(0)..<300 {
            var dice = DaemonDice(seed: seed)
            let text = dice.file()
            let state = State.file(.init(Array(text.utf8), mode: 0o644))
            let edited = try Self.amended(state)
            #expect(try Self.amended(edited) == edited, "seed \(seed)")
            guard case .file(let file) = edited, let result = file.text else { continue }
            let record = try await Self.audited(result)
            #expect(record[.liveRestore] == true && record[.daemonNoNewPrivileges] == true, "seed \(seed)")
            #expect(record[.brokenUlimits] == [], "seed \(seed)")
            #expect(Self.number(record[.openFilesHard]) <= 1 << 20, "seed \(seed)")
            #expect(Self.number(record[.openFilesSoft]) <= Self.number(record[.openFilesHard]), "seed \(seed)")
            let before = try Self.foreign(text)
            #expect(try Self.foreign(result) == before, "seed \(seed)")
            for word in dice.words { #expect(result.contains(word), "seed \(seed)") }
        }
    }

    /// Settings that no fix speaks of, as texts.
    private static func foreign(_ text: String) throws -> [String] {
        let root = try JSONDocument(Array(text.utf8), dialect: .json).root
        let ours: Set<String> = [
            "live-restore", "no-new-privileges", "experimental", "ip6tables", "log-driver", "log-opts",
            "default-ulimits", "icc", "seccomp-profile", "hosts",
        ]
        return (root.members ?? []).filter { !ours.contains($0.key) }.map { "\($0.key) \(JSONValue($0.value))" }
    }

    private static func number(_ value: Value) -> Int { if case .number(let number) = value { number } else { .max } }

    @Test func `a setting of the command line is not made a second time`() {
        var record = Self.careless
        record[.daemonFlags] = ["no-new-privileges", "live-restore"]
        #expect(Self.amendments(record).allSatisfy { !$0.summary.contains("no-new-privileges") })
    }

    @Test func `where containers would stop, a person decides`() {
        var record = Self.careless
        record[.runningContainers] = 3
        record[.isInSwarm] = true
        #expect(Self.amendments(record).isEmpty)
        record[.isInSwarm] = false
        #expect(!Self.amendments(record).isEmpty)
        #expect(Self.amendments(record).allSatisfy { !$0.summary.contains("icc") })
    }

    @Test func `a file that is no JSON is left to a person`() {
        #expect(throws: Amendment.Failure.self) { try Self.amended(.file(.init(Array("{,}".utf8), mode: 0o644))) }
        #expect(throws: Amendment.Failure.self) { try Self.amended(.file(.init(Array("[]".utf8), mode: 0o644))) }
    }
}

/// Throws files as people write them.
private struct DaemonDice {
    private var generator: SeededGenerator
    /// What must be found again.
    private(set) var words: [String] = []

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }
    private mutating func pick<T>(_ choices: [T]) -> T { choices[number(choices.count)] }

    mutating func file() -> String {
        let end = pick(["\n", "\r\n"])
        let indent = pick(["  ", "\t", "    "])
        let colon = pick([": ", ":", " : "])
        var members: [String] = []
        func add(_ key: String, _ value: String) { members.append("\"\(key)\"\(colon)\(value)") }
        for key in ["bip", "data-root", "exec-opts", "proxies", "mtu", "dns"] where number(3) == 0 {
            let value = pick([
                "\"172.31.0.1/16\"", "[ \"native.cgroupdriver=systemd\" ]", "{\"a\":1.0}", "1450", "null",
            ])
            words.append(value)
            add(key, value)
        }
        if number(2) == 0 { add("live-restore", pick(["true", "false"])) }
        if number(3) == 0 { add("no-new-privileges", "false") }
        if number(2) == 0 { add("log-driver", pick(["\"json-file\"", "\"local\""])) }
        if number(2) == 0 { add("log-opts", pick(["{}", "{\"max-size\":\"2g\"}", "{ \"max-file\" : \"9\" }"])) }
        if number(2) == 0 {
            let limits = [
                "{}", "{\"nofile\":{\"Hard\":65536,\"Soft\":32768}}", "{\"nproc\": {\"Hard\": 1, \"Soft\": 1}}",
                "{\"nofile\": {\"Name\": \"nofile\", \"Hard\": 9000000, \"Soft\": 8000000}}",
            ]
            add("default-ulimits", pick(limits))
        }
        if number(3) == 0 { add("seccomp-profile", "\"unconfined\"") }
        if number(3) == 0 { add("hosts", pick(["[\"fd://\", \"tcp://0.0.0.0:2375\"]", "[\"tcp://0.0.0.0:2375\"]"])) }
        guard !members.isEmpty else { return pick(["{}", "{ }\n", "", " \n"]) }
        return "{" + end + members.map { indent + $0 }.joined(separator: "," + end) + end + "}" + pick(["", end])
    }
}
