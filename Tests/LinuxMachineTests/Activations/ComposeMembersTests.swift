import Documents
import Hardening
import Testing

@testable import LinuxMachine

/// Which containers of a project's name are made anew: those from the very files of the plan.
@Suite struct ComposeMembersTests {
    private static let files = ["/opt/openclaw/docker-compose.yml", "/opt/openclaw/docker-compose.override.yml"]
    private static let project = Activation.ComposeProject(
        name: "openclaw",
        directory: "/opt/openclaw",
        files: files,
        services: ["gateway", "cli"]
    )

    private static func container(
        _ service: String,
        files: String = files[0],
        directory: String = "/opt/openclaw",
        state: String = "running",
        oneOff: String = "False"
    ) -> String {
        """
        {"Id": "id-\(service)", "Names": ["/openclaw-\(service)-1"], "State": "\(state)", "Labels": {
          "com.docker.compose.project": "openclaw", "com.docker.compose.service": "\(service)",
          "com.docker.compose.oneoff": "\(oneOff)", "com.docker.compose.project.working_dir": "\(directory)",
          "com.docker.compose.project.config_files": "\(files)"}}
        """
    }

    private func members(_ containers: [String], isUndoing: Bool = false) throws -> ComposeMembers {
        let list = try JSONDocument(Array("[\(containers.joined(separator: ","))]".utf8), dialect: .json).root
        return try ComposeMembers(of: Self.project, among: list.items ?? [], isUndoing: isUndoing)
    }

    @Test func `what was made from the plan's files is the project's, running or not`() throws {
        let both = Self.files.joined(separator: ",")
        let found = try members([Self.container("gateway", files: both), Self.container("cli", state: "exited")])
        #expect(found.services().map(\.name) == ["cli", "gateway"])
        #expect(found.services().map(\.isRunning) == [false, true])
        #expect(found.running().map(\.container) == ["id-gateway"])
        // The old docker-compose writes its files down as they were given.
        #expect(try members([Self.container("gateway", files: "./docker-compose.yml")]).services().count == 1)
    }

    @Test func `services that the plan does not change, and what was only run once, are left alone`() throws {
        let found = try members([Self.container("database"), Self.container("gateway", oneOff: "True")])
        #expect(found.services().isEmpty && found.running().isEmpty)
    }

    @Test(
        arguments: [
            container("gateway", files: "/home/bob/openclaw/docker-compose.yml", directory: "/home/bob/openclaw"),
            container("gateway", files: "/opt/openclaw/docker-compose.yml", directory: "/home/bob/openclaw"),
            container("gateway", files: "/opt/openclaw/docker-compose.yml,/home/bob/more.yml"),
            container("gateway", files: "/opt/openclaw/docker-compose.override.yml"),
            container("other", files: "/opt/openclaw/docker-compose.yml,/home/bob/more.yml"),
        ]
    )
    func `a container of that name from other files is never made anew from these`(_ other: String) throws {
        let own = Self.container("cli")
        #expect(throws: RunningMachine.Failure.self) { try members([own, other, Self.container("gateway")]) }
        // It may have come since: undoing goes on without it.
        let left = try members([own, other], isUndoing: true)
        #expect(left.services().map(\.name) == ["cli"])
    }

    @Test func `one that has nothing to do with these files is in nobody's way`() throws {
        let other = Self.container("web", files: "/home/bob/web/compose.yml", directory: "/home/bob/web")
        #expect(try members([Self.container("gateway"), other]).services().map(\.name) == ["gateway"])
    }
}
