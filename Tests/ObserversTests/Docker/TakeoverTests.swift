import MachineTesting
import Observers
import Surface
import Testing

@Suite struct TakeoverTests {
    private static let honest = """
        {"ServerVersion": "26.1.5", "LiveRestoreEnabled": true, "LoggingDriver": "json-file", "ExperimentalBuild": true,
         "SecurityOptions": ["name=seccomp,profile=builtin", "name=no-new-privileges"], "Warnings": null}
        """
    private static let file = """
        {"live-restore": true, "no-new-privileges": true, "experimental": true, "log-opts": {"max-size": "50m"},
         "default-ulimits": {"nofile": {"Name": "nofile", "Hard": 9, "Soft": 5}}}
        """
    private static let canary = """
        {"State": {"ExitCode": 1},
         "HostConfig": {"LogConfig": {"Type": "json-file", "Config": {"max-size": "50m"}},
                        "Ulimits": [{"Name": "nofile", "Hard": 9, "Soft": 5}]}}
        """

    private func unfollowed(
        _ file: String?,
        info: String = honest,
        container: String? = nil,
        arguments: [String] = []
    ) async -> Reading<[String]> {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/run/docker.pid": "7\n"])
        surface.add("/proc/7/cmdline", (["dockerd"] + arguments).joined(separator: "\0"))
        if let file { surface.add("/etc/docker/daemon.json", file) }
        surface.responses["/var/run/docker.sock"] = ["/info": Response(status: 200, body: Array(info.utf8))]
        return await Observer(surface).docker.unfollowedSettings(container: container.map { Array($0.utf8) })
    }

    @Test func `a daemon that does what its file says has nothing left to do`() async {
        #expect(await unfollowed(Self.file, container: Self.canary) == .found([]))
        #expect(await unfollowed(nil, info: "{\"LoggingDriver\": \"json-file\"}", container: "{}") == .found([]))
    }

    @Test func `names what the daemon has not taken over, or not given back`() async {
        let before = "{\"LiveRestoreEnabled\": false, \"LoggingDriver\": \"json-file\"}"
        let names = ["live-restore", "experimental", "log-opts", "no-new-privileges", "default-ulimits"]
        let free = "{\"State\": {\"ExitCode\": 0}}"
        #expect(await unfollowed(Self.file, info: before, container: free) == .found(names))
        #expect(await unfollowed(nil, container: Self.canary) == .found(names))
        let open = "{\"Warnings\": [\"WARNING: API is accessible on http://0.0.0.0:2375 without encryption.\"]}"
        #expect(await unfollowed("{}", info: open) == .found(["hosts"]))
    }

    @Test func `what the command line says counts as the file's`() async {
        let arguments = ["--live-restore", "--no-new-privileges", "--experimental=true", "--log-opt", "max-size=50m"]
        #expect(
            await unfollowed("{}", container: Self.canary, arguments: arguments) == .found(["default-ulimits"])
        )
    }

    @Test func `a daemon that does not answer is not one that follows`() async {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": ""])
        guard case .unreadable = await Observer(surface).docker.unfollowedSettings(container: nil) else {
            Issue.record("an installed daemon that does not answer could not be determined")
            return
        }
        surface.files = [:]
        #expect(await Observer(surface).docker.unfollowedSettings(container: nil) == .absent)
    }
}
