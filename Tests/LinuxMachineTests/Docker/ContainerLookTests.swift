import Documents
import Hardening
import Testing

@testable import LinuxMachine

@Suite struct ContainerLookTests {
    private static func look(
        image: String = "openclaw:local",
        identifier: String = "sha256:1",
        mounts: String = "",
        privileged: Bool = false,
        files: String = "/opt/openclaw/docker-compose.yml",
        directory: String = "/opt/openclaw",
        volume: Character = "a",
        state: String = #"{"Running": true, "Error": ""}"#
    ) throws -> ContainerLook {
        let name = String(repeating: volume, count: 64)
        let text = """
            {"State": \(state), "Image": "\(identifier)", "HostConfig": {"Privileged": \(privileged)},
             "Config": {"Image": "\(image)", "Labels": {"com.docker.compose.project.config_files": "\(files)",
               "com.docker.compose.project.working_dir": "\(directory)"}},
             "Mounts": [{"Type": "bind", "Source": "/opt/openclaw/state", "Destination": "/home/node/.openclaw", "RW": true},
               {"Type": "volume", "Name": "\(name)", "Source": "/var/lib/docker/volumes/\(name)/_data", "Destination": "/x"}\(mounts)]}
            """
        return ContainerLook(try JSONDocument(Array(text.utf8), dialect: .json).root)
    }

    @Test func `a container that was put back as it was differs in nothing`() throws {
        #expect(try Self.look(volume: "b").differences(from: try Self.look()) == [])
    }

    @Test func `another image, mount, file or right is said`() throws {
        let before = try Self.look()
        let host = #", {"Type": "bind", "Source": "/", "Destination": "/host", "RW": true}"#
        func words(_ after: ContainerLook) -> String { after.differences(from: before).joined(separator: "; ") }
        #expect(try words(Self.look(mounts: host)) == "it has /:/host mounted, and had not")
        #expect(try before.differences(from: Self.look(mounts: host)) == ["it no longer has /:/host mounted"])
        #expect(try words(Self.look(image: "x")) == "its image is x and was openclaw:local")
        #expect(try words(Self.look(identifier: "sha256:2")).contains("stands for another one now"))
        #expect(try words(Self.look(privileged: true)) == "it is privileged and was not")
        #expect(try words(Self.look(files: "/tmp/a.yml")).contains("/tmp/a.yml, and before from /opt/openclaw"))
        #expect(try words(Self.look(directory: "/tmp")).contains("it was made in /tmp"))
    }

    @Test func `one that ran and does not is said, with what Docker says of it`() throws {
        let words = "driver failed: listen tcp4 127.0.0.1:18789: bind: address already in use"
        let stopped = try Self.look(state: #"{"Running": false, "Error": "\#(words)"}"#)
        let said = try stopped.differences(from: Self.look()).joined()
        #expect(said.hasPrefix("it does not run, and did: driver failed") && said.contains("ss -tlnpe"))
        #expect(try Self.look().differences(from: stopped) == [])
        #expect(stopped.differences(from: stopped) == [])
    }

    @Test func `one that is gone or new is said`() throws {
        let look = try Self.look()
        #expect(ContainerLook.differences(of: ["p/a": look], from: ["p/a": look]) == [])
        #expect(ContainerLook.differences(of: [:], from: ["p/a": look]) == ["the container of p/a is gone"])
        #expect(
            ContainerLook.differences(of: ["p/a": look], from: [:]) == ["the container of p/a was not there before"]
        )
    }
}
