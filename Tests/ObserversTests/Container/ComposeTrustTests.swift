import MachineTesting
import Testing

@testable import Observers

/// Whose word a compose file is that root would give to Docker.
@Suite struct ComposeTrustTests {
    private static let file = "/home/admin/openclaw/docker-compose.yml"

    /// `admin` may do all with sudo, `dora` has Docker, `bob` neither.
    private func surface(mounts: String = "[]") -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/passwd": """
            root:x:0:0:root:/root:/bin/bash
            admin:x:1000:1000::/home/admin:/bin/bash
            bob:x:1001:1001::/home/bob:/bin/bash
            dora:x:1002:1002::/home/dora:/bin/bash

            """,
            "/etc/group": "root:x:0:\nadmin:x:1000:\nbob:x:1001:\ndora:x:1002:\nstaff:x:50:bob\ndocker:x:999:dora\n",
            "/etc/sudoers": "admin ALL=(ALL:ALL) ALL\n",
            "/usr/bin/dockerd": "",
        ])
        surface.owners["/home/admin"] = 1000
        surface.owners["/home/admin/openclaw"] = 1000
        surface.add(Self.file, "services: {}\n", owner: 1000, group: 1000)
        let container = """
            {"Id": "ab", "Name": "/agent", "Image": "sha256:1", "Config": {"Image": "openclaw"},
             "State": {"Running": true, "Pid": 0}, "HostConfig": {}, "Mounts": \(mounts)}
            """
        surface.responses["/var/run/docker.sock"] = [
            "/info": Response(status: 200, body: Array("{}".utf8)),
            "/containers/json?all=1": Response(status: 200, body: Array("[{\"Id\": \"ab\"}]".utf8)),
            "/containers/ab/json": Response(status: 200, body: Array(container.utf8)),
        ]
        return surface
    }

    private func objection(_ surface: CannedSurface, _ path: String = ComposeTrustTests.file) async -> String? {
        await Observer(surface).author(ofComposeFile: path).objection
    }

    @Test func `an administrator's own file is as good as root's`() async {
        #expect(await objection(surface()) == nil)
        #expect(await objection(surface(), "/opt/nothing/docker-compose.yml") == nil)
    }

    @Test func `a file of somebody who may not do as root does is nobody's to bring up`() async {
        var bobs = surface()
        bobs.owners["/home/admin"] = 0
        bobs.owners["/home/admin/openclaw"] = 0
        bobs.add(Self.file, "", owner: 1001, group: 1001)
        #expect(await objection(bobs)?.contains("belongs to bob") == true)
        bobs.add(Self.file, "", owner: 1002, group: 1002)
        #expect(await objection(bobs) == nil)
    }

    @Test func `so is one in a directory that somebody else may write`() async {
        var shared = surface()
        shared.owners["/home/admin"] = 1001
        #expect(await objection(shared)?.contains("/home/admin belongs to bob") == true)
        var open = surface()
        open.directories["/home/admin/openclaw"] = 0o777
        #expect(await objection(open)?.contains("every account") == true)
        var grouped = surface()
        grouped.add(Self.file, "", mode: 0o664, owner: 1000, group: 50)
        #expect(await objection(grouped)?.contains("can be written by bob") == true)
    }

    @Test func `nothing that a container may write is brought up, whoever it belongs to`() async {
        let mount = #"[{"Type": "bind", "Source": "/home/admin/openclaw", "Destination": "/data", "RW": true}]"#
        #expect(await objection(surface(mounts: mount))?.contains("by the container") == true)
        let readOnly = mount.replacing("\"RW\": true", with: "\"RW\": false")
        #expect(await objection(surface(mounts: readOnly)) == nil)
    }

    @Test func `nor anything where agents keep their state`() async {
        var state = surface()
        let path = "/home/admin/.openclaw/docker-compose.yml"
        state.add(path, "services: {}\n", owner: 1000, group: 1000)
        #expect(await objection(state, path)?.contains("where OpenClaw keeps its state") == true)
    }
}
