import Documents
import Foundation
import Hardening
import MachineTesting
import Surface
import TestPrograms
import Testing

@testable import Observers

@Suite struct DaemonRefusalTests {
    private func daemon(_ file: String, _ command: String = "", major: Int = 26) throws -> DaemonSettings {
        let words = ["/usr/sbin/dockerd"] + command.split(separator: " ").map(String.init)
        let document = try JSONDocument(Array(file.utf8), dialect: .json)
        return DaemonSettings(DaemonStart(words: words), document: document)
    }

    /// Files with what dockerd 26.1 said of them.
    static let files: [(file: String, command: String, starts: Bool)] = [
        (#"{"live-restore": true}"#, "", true), (#"{"live-restore": true}"#, "--live-restore", false),
        (#"{"debug": true}"#, "-D", false), (#"{"debug": true}"#, "--debug=false", false),
        (#"{"hosts": ["unix:///run/docker.sock"]}"#, "-H fd://", false), (#"{"ip": "10.0.0.1"}"#, "-H fd://", true),
        (#"{"labels": ["a=b"]}"#, "--label c=d", false), (#"{"dns": ["10.0.0.1"]}"#, "--dns 10.0.0.2", false),
        (#"{"runtimes": {"x": {"path": "/y"}}}"#, "--add-runtime z=/y", true),
        (#"{"any": {"debug": true}}"#, "", true), (#"{"any": {"debug": true}}"#, "-D", false),
        (#"{"any": {"other": true}}"#, "", false), (#"{"live_restore": true}"#, "", false),
        (#"{"Debug": true}"#, "", false), (#"{"host": "x"}"#, "", true), (#"{"H": ["x"]}"#, "", false),
        (#"{"log-opts": {"max-file": 3}}"#, "", false), (#"{"log-opts": {"max-file": "3"}}"#, "", true),
        (#"{"log-opts": {"max-file": null}}"#, "", true), (#"{"debug": "true"}"#, "", false),
        (#"{"live-restore": null}"#, "", true), (#"{"live-restore": 1}"#, "", false), (#"{"mtu": "1500"}"#, "", false),
        (#"{"mtu": 1500.0}"#, "", false), (#"{"mtu": -1}"#, "", false), (#"{"dns": ["ten"]}"#, "", false),
        (#"{"dns": "10.0.0.1"}"#, "", false), (#"{"ip": ""}"#, "", true), (#"{"default-shm-size": 64}"#, "", false),
        (#"{"default-shm-size": "64M"}"#, "", true), (#"{"log-level": "WARN"}"#, "", true),
        (#"{"log-level": "warning"}"#, "", false), (#"{"labels": ["x"]}"#, "", false),
        (#"{"features": {"buildkit": true}}"#, "", true), (#"{"features": {"buildkit": 1}}"#, "", false),
        (#"{"builder": {"gc": {"enabled": true}}}"#, "", true), (#"{"hosts": ["0.0.0.0:2375"]}"#, "", true),
        (#"{"hosts": ["http://0.0.0.0:2375"]}"#, "", false), (#"{"default-address-pools": {}}"#, "", false),
        (#"{"default-address-pools": [{"base": "10.0.0.0/8", "size": 24}]}"#, "", true), ("[]", "", false),
        (#"{"default-ulimits": {"nofile": {"Hard": "1024"}}}"#, "", false), ("null", "", true),
        (#"{"default-ulimits": {"nofile": {"Name": "nofile", "Hard": 1024, "Soft": 1024}}}"#, "", true),
        (#"{"http-proxy": "http://10.0.0.1"}"#, "", true), (#"{"graph": "/data"}"#, "", false),
        (#"{"debug": "x", "debug": true}"#, "", false), (#"{"containerd-plugin-namespace": "x"}"#, "", false),
        (#"{"dns-search": ["-a"]}"#, "", false), (#"{"dns-search": [""]}"#, "", false),
        (#"{"dns-search": [".", "example.org."]}"#, "", true), (#"{"labels": ["a=b", "a=c"]}"#, "", false),
        (#"{"labels": ["a=b", "a=b"]}"#, "", true), (#"{"node-generic-resources": ["gpu"]}"#, "", false),
        (#"{"node-generic-resources": ["gpu=1", "gpu=a"]}"#, "", false),
        (#"{"node-generic-resources": ["gpu=a", "gpu=b"]}"#, "", true), (#"{"builder": {"gc": []}}"#, "", false),
        (#"{"builder": {"gc": {"enabled": "x"}}}"#, "", false), (#"{"runtimes": {"a": {"path": 1}}}"#, "", false),
        (#"{"host-gateway-ip": "x"}"#, "", false), (#"{"tls": true}"#, "", false),
        (#"{"tlsverify": false}"#, "", false),
        (#"{"tls": false}"#, "", true), (#"{"userns-remap": "nobody-here:x"}"#, "", false),
        (#"{"proxies": {"http-proxy": "http://10.0.0.1"}}"#, "", true), (#"{"resolv-conf": "/x"}"#, "", false),
        (#"{"hosts": ["tcp://[::1"]}"#, "", false), (#"{"hosts": ["tcp://[::1]x"]}"#, "", false),
        (#"{"hosts": ["tcp://[::1]:2375"]}"#, "", true), (#"{"hosts": ["tcp://x:y"]}"#, "", false),
        (#"{"hosts": ["x:y"]}"#, "", false), (#"{"hosts": ["/run/docker.sock"]}"#, "", false),
        (#"{"hosts": ["unix://a://b"]}"#, "", false),
        (#"{"hosts": ["tcp://x:", " fd://", ":1", "x_y", ""]}"#, "", true),
        (#"{"default-address-pools": [{"Base": "10.0.0.0/8", "SIZE": 24}]}"#, "", true),
        (#"{"default-address-pools": [{"base": "10.0.0.0/8", "size": 24, "Size": "x"}]}"#, "", false),
    ]

    @Test(arguments: files)
    func `what dockerd does not start with is refused`(_ file: String, _ command: String, _ starts: Bool) throws {
        let refusal = try daemon(file, command).refusal(major: 26)
        #expect((refusal == nil) == starts, "\(refusal?.why ?? "taken")")
    }

    @Test func `an option that only some versions know is not judged without one`() throws {
        let settings = try daemon(#"{"http-proxy": "http://10.0.0.1"}"#)
        #expect(settings.refusal(major: nil)?.depends == true)
        #expect(settings.refusal(major: 20)?.depends == false)
        #expect(settings.refusal(major: 28) == nil)
    }

    /// The program that the table was written after, where this machine has one that can check a file.
    @Test(
        .enabled(
            if: ["/usr/bin/dockerd", "/usr/sbin/dockerd"].contains { FileManager.default.isExecutableFile(atPath: $0) },
            "there is no dockerd here to compare with"
        ),
        arguments: files
    )
    func `dockerd says the same`(_ file: String, _ command: String, _ starts: Bool) async throws {
        let program = ["/usr/bin/dockerd", "/usr/sbin/dockerd"].first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("daemon-\(UUID().uuidString).json")
        try Data(file.utf8).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let words = command.split(separator: " ").map(String.init)
        let ended = try await Program.run(
            try #require(program),
            ["--validate", "--config-file", path.path] + words
        )
        let said = ended.errors
        // Versions before 23 cannot check, and one without its other programs says so at the very end.
        if said.contains("unknown flag") || said.contains("userland-proxy-path is not set") { return }
        #expect((ended.status == 0) == starts, "\(said)")
    }

    private func record(_ files: [String: String]) async throws -> Record {
        var surface = CannedSurface(files: files.merging(["/etc/passwd": ""]) { $1 })
        surface.isLive = false
        guard case .state(let state) = await Observer(surface).observe(.facts(.dockerDaemon)) else { return Record("") }
        return try #require(state.records.first)
    }

    @Test func `what the command line says counts as what the file says`() async throws {
        let unit = """
            [Service]
            ExecStart=/usr/sbin/dockerd --iptables=0 --icc=f --userns-remap default --seccomp-profile=unconfined \
            --insecure-registry 10.0.0.9:5000 --log-opt max-size=10m --ip 10.0.0.1
            """
        let docker = try await record(["/usr/bin/dockerd": "", "/usr/lib/systemd/system/docker.service": unit])
        #expect(docker[.managesIPTables] == false)
        #expect(docker[.interContainer] == false)
        #expect(docker[.daemonSeccomp] == "unconfined")
        #expect(docker[.insecureRegistries] == ["10.0.0.9:5000"])
        #expect(docker[.logMaxSize] == .number(10 << 20))
        #expect(docker[.defaultPublishAddress] == "10.0.0.1")
        #expect(docker[.userNamespaces] == true)
    }

    @Test func `another file than the usual one is the daemon's where it was given it`() async throws {
        let docker = try await record([
            "/usr/bin/dockerd": "", "/etc/docker/daemon.json": "{}", "/srv/d.json": #"{"iptables": false}"#,
            "/usr/lib/systemd/system/docker.service":
                "[Service]\nExecStart=/usr/sbin/dockerd --config-file=/srv/d.json\n",
        ])
        #expect(docker[.managesIPTables] == false)
        #expect(docker[.daemonFile] == "/srv/d.json")
    }

    @Test func `the snap's daemon has a file of its own, and options that are not seen`() async throws {
        let docker = try await record([
            "/snap/bin/docker": "", "/etc/docker/daemon.json": "{}",
            "/var/snap/docker/current/config/daemon.json": #"{"hosts": ["tcp://0.0.0.0:2375"]}"#,
        ])
        #expect(docker[.tcpHosts] == ["tcp://0.0.0.0:2375"])
        for field in [Field.managesIPTables, .daemonFileError] {
            guard case .unknown = docker[field] else {
                Issue.record("\(field) was told: \(docker[field])")
                continue
            }
        }
    }

    @Test func `what a script gives the daemon is not known`() async throws {
        let docker = try await record([
            "/usr/bin/dockerd": "", "/etc/docker/daemon.json": #"{"icc": false}"#,
            "/usr/lib/systemd/system/docker.service": "[Service]\nExecStart=/opt/start-docker\n",
        ])
        #expect(docker[.interContainer] == false)
        guard case .unknown = docker[.tcpHosts] else {
            Issue.record("hosts were told: \(docker[.tcpHosts])")
            return
        }
    }
}
