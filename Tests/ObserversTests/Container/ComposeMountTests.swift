import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ComposeMountTests {
    private func gateway(_ text: String, _ files: [String: String] = [:]) async -> Record? {
        let all = files.merging(["/opt/app/docker-compose.yml": text]) { $1 }
        guard
            case .state(let state) = await Observer(CannedSurface(files: all)).observe(.facts(.composeServices))
        else { return nil }
        return state.records.first { $0.name.contains("gateway") }
    }

    @Test(arguments: [
        ("volumes: [\"state:/data\"]", "volumes: {state: {driver_opts: {type: none, o: bind, device: /}}}", "/"),
        ("volumes: [\"state:/data\"]", "volumes: {state: {driver_opts: {type: ext4, device: /dev/sda1}}}", "/dev/sda1"),
        (
            "volumes: [{type: volume, source: state, target: /data}]",
            "volumes: {state: {driver_opts: {o: \"rbind,ro\", device: /home/claw}}}", "/home/claw"
        ),
        ("volumes: [\"../../etc:/data\"]", "", "../../etc"),
        ("volumes: [\"/srv/../etc:/data\"]", "", "/srv/../etc"),
        ("volumes: [\"/run/user/1000:/data\"]", "", "/run/user/1000"),
        ("volumes: [\"/var/spool/cron:/data\"]", "", "/var/spool/cron"),
        ("secrets: [key]", "secrets: {key: {file: /etc/shadow}}", "/etc/shadow"),
        (
            "configs: [{source: own, target: /x}]", "configs: {own: {file: ../../root/.ssh/id_rsa}}",
            "../../root/.ssh/id_rsa"
        ),
        ("use_api_socket: true", "", "/var/run/docker.sock"),
    ])
    func `the server's files count by whatever key they come`(_ key: String, _ rest: String, _ source: String) async {
        let found = await gateway("services:\n  gateway:\n    image: openclaw/openclaw\n    \(key)\n\(rest)\n")
        #expect(found?[.dangerousMounts] == .list([source]))
    }

    @Test(arguments: [
        ("volumes: [\"state:/data\"]", "volumes: {state: {}}"),
        ("volumes: [\"state:/data\"]", "volumes: {state: {driver_opts: {type: nfs, device: \":/export\"}}}"),
        ("volumes: [\"state:/data\"]", "volumes: {state: {driver_opts: {type: none, o: bind, device: /srv/state}}}"),
        ("volumes: [\"./state:/data\"]", ""), ("volumes: [/var/run/docker.sock.d]", ""),
        ("secrets: [key]", "secrets: {key: {file: ./key}}"), ("secrets: [key]", "secrets: {key: {environment: KEY}}"),
        ("volumes: [\"/etc:/data\", \"./state:/data\"]", ""),
    ])
    func `what is data stays data`(_ key: String, _ rest: String) async {
        let found = await gateway("services:\n  gateway:\n    image: openclaw/openclaw\n    \(key)\n\(rest)\n")
        #expect(found?[.dangerousMounts] == .list([]))
    }

    @Test func `devices, masked paths and hooks are read in each spelling`() async {
        let found = await gateway(
            """
            services:
              gateway:
                image: openclaw/openclaw
                devices: [{source: /dev/sda, target: /dev/xvda}]
                device_cgroup_rules: ["a *:* rwm"]
                security_opt: ["systempaths=unconfined"]
                cgroup: host
                user: "00"
                mem_limit: 1.5g
                post_start: [{command: id, user: root, privileged: true}]
            """
        )
        #expect(found?[.devices] == .list(["/dev/sda", "rule a *:* rwm"]))
        #expect(found?[.masksSystemPaths] == false && found?[.runsAsRoot] == true && found?[.isPrivileged] == true)
        #expect(found?[.sharedNamespaces] == .list(["cgroup"]))
        #expect(found?[.memoryLimit] == .number(3 << 29))
    }

    @Test func `what a variable says that nothing sets is unknown, and what a default says is read`() async {
        let text = """
            services:
              gateway:
                image: openclaw/openclaw
                restart: ${POLICY-no}
                security_opt: ["no-new-privileges:${LOCKED}"]
                network_mode: ${MODE}
                cap_drop: ["$$ALL"]
            """
        let found = await gateway(text)
        #expect(found?[.restartPolicy] == "no" && found?[.dropsAllCapabilities] == false)
        for field in [Field.noNewPrivileges, .sharedNamespaces] {
            guard case .unknown = found?[field] else {
                Issue.record("\(field) is set by nobody here")
                continue
            }
        }
        let told = await gateway(text, ["/opt/app/.env": "MODE=host\nLOCKED=true\n"])
        #expect(told?[.sharedNamespaces] == .list(["network"]) && told?[.noNewPrivileges] == true)
    }
}
