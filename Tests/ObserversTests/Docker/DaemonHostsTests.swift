import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct DaemonHostsTests {
    private func hosts(_ command: String, _ files: [String: String] = [:], links: [String: String] = [:]) async -> Value
    {
        let basis = [
            "/usr/bin/dockerd": "", "/etc/passwd": "",
            "/usr/lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/sbin/dockerd \(command)\n",
        ]
        var surface = CannedSurface(files: basis.merging(files) { $1 })
        surface.isLive = false
        for (path, target) in links { surface.links[path] = target }
        guard case .state(let state) = await Observer(surface).observe(.facts(.dockerDaemon)) else { return .unset }
        return state.records.first?[.tcpHosts] ?? .unset
    }

    @Test(arguments: [
        ("-H fd:// -H 0.0.0.0:2375", ["0.0.0.0:2375"]), ("-Hfd:// -H0.0.0.0:2375", ["0.0.0.0:2375"]),
        ("-H=tcp://:2375", ["tcp://:2375"]), ("--host 10.0.0.1:1", ["10.0.0.1:1"]), ("--host=:2375", [":2375"]),
        ("-H fd:// -H unix:///run/x.sock --help", []), ("", []),
    ])
    func `what names no scheme is TCP, joined to its option or not`(_ command: String, _ expected: [String]) async {
        #expect(await hosts(command) == .list(expected))
    }

    @Test func `hosts of the file count alike`() async {
        let file = [DaemonSettings.path: #"{"hosts": ["unix:///run/docker.sock", " 0.0.0.0:2375"]}"#]
        #expect(await hosts("", file) == ["0.0.0.0:2375"])
    }

    @Test func `variables of the unit become its words`() async {
        let unit = [
            "/etc/systemd/system/docker.service.d/a.conf":
                "[Service]\nEnvironmentFile=-/etc/default/docker\nEnvironment=\"PORT=2376\"\n",
            "/etc/default/docker": "DOCKER_OPTS=\"-H tcp://0.0.0.0:2375\"\n",
        ]
        #expect(await hosts("-H fd:// $DOCKER_OPTS -H :${PORT}", unit) == ["tcp://0.0.0.0:2375", ":2376"])
    }

    @Test func `ports on which systemd listens for the daemon are the daemon's`() async {
        let socket = [
            "/etc/systemd/system/docker-tcp.socket":
                "[Socket]\nListenStream=2375\nListenStream=/run/x.sock\nService=docker.service\n"
        ]
        let link = ["/etc/systemd/system/sockets.target.wants/docker-tcp.socket": "../docker-tcp.socket"]
        #expect(await hosts("-H fd://", socket, links: link) == ["2375 (docker-tcp.socket)"])
        // Not enabled, and not asked for.
        #expect(await hosts("-H fd://", socket) == [])
        #expect(await hosts("-H unix:///run/docker.sock", socket, links: link) == [])
    }
}
