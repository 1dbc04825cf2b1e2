import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct StoppedDaemonTests {
    private func machine(_ files: [String: String] = [:], isLive: Bool = true) -> CannedSurface {
        let basis = ["/usr/bin/dockerd": "", "/etc/passwd": "", "/var/lib/docker/overlay2/l": ""]
        var surface = CannedSurface(files: basis.merging(files) { $1 })
        surface.isLive = isLive
        return surface
    }

    private func daemon(_ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(.dockerDaemon)) else { return Record("") }
        return try #require(state.records.first)
    }

    @Test func `a file that keeps the daemon from starting is named although no daemon answers`() async throws {
        let record = try await daemon(machine([DaemonSettings.path: "{ \"live-restore\": true, }"]))
        guard case .text = record[.daemonFileError] else {
            Issue.record("the error was lost: \(record[.daemonFileError])")
            return
        }
        guard case .unknown = record[.liveRestore] else {
            Issue.record("a setting was told from a file that cannot be read")
            return
        }
    }

    @Test func `a file that only root may read is not a broken file`() async throws {
        var surface = machine()
        surface.unreadable[DaemonSettings.path] = .notPermitted("Permission denied")
        let record = try await daemon(surface)
        #expect(record[.daemonFileError] == .unknown(.notPermitted("Permission denied")))
    }

    @Test func `the default that depends on the version is not told without one`() async throws {
        guard case .unknown = try await daemon(machine(isLive: false))[.managesIP6Tables] else {
            Issue.record("Docker before 27 does not manage ip6tables by default")
            return
        }
        let off = machine([DaemonSettings.path: "{\"ip6tables\": false}"], isLive: false)
        #expect(try await daemon(off)[.managesIP6Tables] == false)
    }

    @Test func `the unit and its drop-ins tell what the daemon will be started with`() async throws {
        let record = try await daemon(
            machine(
                [
                    "/usr/lib/systemd/system/docker.service": "[Service]\nExecStart=/usr/sbin/dockerd -H fd://\n",
                    "/etc/systemd/system/docker.service.d/tcp.conf":
                        "[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// -H tcp://0.0.0.0:2375\n",
                ],
                isLive: false
            )
        )
        #expect(record[.tcpHosts] == ["tcp://0.0.0.0:2375"])
    }

    @Test func `a disk without a container shows that there is none`() async {
        #expect(await Observer(machine(isLive: false)).docker.dockerContainers() == .absent)
        let used = machine(["/var/lib/docker/containers/abc/config.v2.json": ""], isLive: false)
        #expect(
            await Observer(used).docker.dockerContainers()
                == .unreadable(.needsRunningSystem("needs a running Docker daemon"))
        )
        let elsewhere = machine(
            [DaemonSettings.path: "{\"data-root\": \"/data\"}", "/data/containers/a/b": ""],
            isLive: false
        )
        #expect(
            await Observer(elsewhere).docker.dockerContainers()
                == .unreadable(.needsRunningSystem("needs a running Docker daemon"))
        )
    }
}

extension Reading where Content == [ContainerDetail] {
    fileprivate static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.absent, .absent): true
        case (.unreadable(let left), .unreadable(let right)): left == right
        default: false
        }
    }
}
