import Documents
import Testing

@testable import Observers

/// Whatever a line in a compose file gives a container beyond what the running one has keeps root from bringing it up.
@Suite struct ComposeGainTests {
    private static let container = """
        {"Mounts": [{"Type": "bind", "Source": "/opt/openclaw/state", "RW": true},
            {"Type": "bind", "Source": "/opt/openclaw/skills", "RW": false},
            {"Type": "bind", "Source": "/opt/openclaw/key", "RW": false},
            {"Type": "volume", "Name": "openclaw_cache", "Source": "/var/lib/docker/volumes/openclaw_cache/_data"}],
         "Config": {"Cmd": ["node", "dist/index.js", "$HOME"], "Entrypoint": null},
         "HostConfig": {"PidMode": "", "NetworkMode": "openclaw_default", "IpcMode": "private", "Runtime": "runc",
            "SecurityOpt": ["apparmor=own"], "GroupAdd": ["999"], "CgroupnsMode": "private"}}
        """

    private func gain(_ service: String, _ project: String = "") throws -> String? {
        let indented = service.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        let root = try YAMLDocument("services:\n  gateway:\n    image: x\n\(indented)\n\(project)").root
        let made = try #require(root["services"]?["gateway"])
        let container = ContainerDetail(node: try JSONDocument(Array(Self.container.utf8), dialect: .json).root)
        return ComposeGain(container, made, root).words
    }

    @Test(arguments: [
        ("", ""), ("command: [node, dist/index.js, $$HOME]\nentrypoint: null", ""),
        ("volumes: [{type: bind, source: /opt/openclaw/state, target: /x}, {type: tmpfs, target: /t}]", ""),
        ("volumes: [{type: volume, source: cache, target: /c}]", "volumes: {cache: {name: openclaw_cache}}"),
        ("secrets: [{source: k, target: /run/k}]", "secrets: {k: {file: /opt/openclaw/key}}"),
        ("security_opt: ['no-new-privileges:true', 'apparmor:own']\ngroup_add: ['999']\nread_only: true", ""),
        ("networks: {default: null}\nnetwork_mode: openclaw_default\nx-note: anything\nprivileged: false", ""),
    ])
    func `nothing where the container has it already, or where it gives nothing`(_ service: String, _ project: String)
        throws
    {
        #expect(try gain(service, project) == nil)
    }

    @Test(arguments: [
        (
            "volumes: [{type: volume, source: zz, target: /zz}]",
            "volumes: {zz: {name: p_zz, driver_opts: {device: /etc}}}"
        ),
        ("volumes: [{type: bind, source: /opt/openclaw/skills, target: /s}]", ""),
        ("secrets: [{source: s}]", "secrets: {s: {file: /etc/shadow}}"), ("configs: [c]", "configs: {c: {content: x}}"),
        ("volumes_from: ['container:other']", ""), ("device_cgroup_rules: ['a *:* rwm']", ""),
        ("entrypoint: [sh]", ""), ("command: sh", ""), ("pid: 'container:other'", ""), ("cgroup: host", ""),
        ("uts: host", ""), ("userns_mode: host", ""), ("network_mode: host", ""), ("ipc: host", ""),
        ("security_opt: ['seccomp:unconfined']", ""), ("group_add: ['0']", ""), ("runtime: other", ""),
        ("cgroup_parent: /", ""), ("sysctls: {kernel.msgmax: '9'}", ""), ("use_api_socket: true", ""),
        ("post_start: [{command: id, privileged: true}]", ""), ("something_new: 5", ""),
    ])
    func `is named`(_ service: String, _ project: String) throws {
        #expect(try gain(service, project)?.hasPrefix("compose would") == true)
    }
}
