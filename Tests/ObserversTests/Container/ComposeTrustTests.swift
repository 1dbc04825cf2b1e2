import MachineTesting
import Surface
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
        await Observer(surface).compose.author(ofComposeFile: path).objection
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

    /// The mode shows the mask, and says nothing of whom it is for.
    @Test func `an access control list counts, whatever group the file is of`() async {
        var listed = surface()
        listed.add(Self.file, "", mode: 0o664, owner: 1000, group: 0)
        #expect(await objection(listed) == nil)
        listed.accessLists[Self.file] = AccessList(users: [1002])
        #expect(await objection(listed) == nil)
        listed.accessLists[Self.file] = AccessList(users: [1001])
        #expect(await objection(listed)?.contains("can be written by bob (access control list)") == true)
        listed.accessLists[Self.file] = AccessList(groups: [50])
        #expect(await objection(listed)?.contains("can be written by bob") == true)
        // Without the mask's bit, no entry of the list lets anybody write.
        listed.add(Self.file, "", mode: 0o644, owner: 1000, group: 0)
        #expect(await objection(listed) == nil)
    }

    @Test func `a list is read as the kernel stores it`() {
        func entry(_ tag: UInt8, _ rights: UInt8, _ id: UInt8 = 255) -> [UInt8] {
            [tag, 0, rights, 0] + (id == 255 ? [255, 255, 255, 255] : [id, 3, 0, 0])
        }
        let entries = [
            entry(1, 6), entry(2, 6, 233), entry(2, 4, 234), entry(4, 4), entry(8, 2, 235), entry(16, 6), entry(32, 4),
        ]
        let list = AccessList([2, 0, 0, 0] + entries.flatMap(\.self))
        #expect(list?.users == [1001] && list?.groups == [1003])
        #expect(list?.entries.contains(.init(.user(1002), rights: 4)) == true)
        #expect(list?.entries.contains(.init(.owningGroup, rights: 4)) == true)
        #expect(AccessList([2, 0, 0, 0]) == AccessList())
        #expect(AccessList([]) == nil && AccessList([1, 0, 0, 0]) == nil && AccessList([2, 0, 0, 0, 1]) == nil)
    }

    @Test func `one that is not there is its directory's owner's`() async {
        let missing = "/home/admin/openclaw/base.yml"
        #expect(await objection(surface(), missing) == nil)
        var bobs = surface()
        bobs.owners["/home/admin/openclaw"] = 1001
        #expect(await objection(bobs, missing)?.contains("belongs to bob") == true)
    }

    @Test func `what a file includes or extends is read as well, and what fills its variables`() async {
        var surface = surface()
        surface.add(
            Self.file,
            """
            include:
              - more.yml
              - {path: [/srv/a.yml], env_file: /srv/a.env, project_directory: /srv/p}
            services:
              gateway: {extends: {file: ../base.yml, service: x}}
              cli: {extends: gateway}
            """,
            owner: 1000
        )
        surface.add("/home/admin/openclaw/more.yml", "include: [deep.yml]\n", owner: 1000)
        let observer = Observer(surface)
        let found = Set(
            await observer.compose.composeReferences(of: [Self.file], in: "/home/admin/openclaw").content ?? []
        )
        let wanted: Set = [
            "/home/admin/openclaw/more.yml", "/home/admin/openclaw/deep.yml", "/home/admin/base.yml", "/srv/a.yml",
            "/srv/a.env", "/srv/p/.env", "/home/admin/openclaw/.env", "/home/admin/.env", "/srv/.env",
        ]
        #expect(found == wanted)
    }

    @Test(
        arguments: [
            "include: [\"${DIR}/a.yml\"]", "include: [\"https://example.com/a.yml\"]", "include: [{env_file: x}]",
            "include: a.yml", "services: {a: {extends: {file: [a], service: b}}}", "include: [oci://example.com/x]",
        ]
    )
    func `what is included from where nobody here can tell is not brought up`(_ text: String) async {
        var surface = surface()
        surface.add(Self.file, text, owner: 1000)
        let found = await Observer(surface).compose.composeReferences(of: [Self.file], in: "/home/admin/openclaw")
        guard case .unreadable = found else {
            Issue.record("\(found)")
            return
        }
    }
}
