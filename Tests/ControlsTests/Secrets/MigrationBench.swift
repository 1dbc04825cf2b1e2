import Controls
import Documents
import Foundation
import Hardening
import MachineTesting
import Observers
import Surface

/// A server in dictionaries whose keys go into a vault that is one, too.
struct MigrationBench {
    var bench: OpenClawBench

    init(_ text: String, version: String = "2026.9.6", variables: String = "", files: [String: String] = [:]) {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nclaw:x:1001:1001::/home/claw:/bin/bash\n"
        var all = files.merging(["/etc/passwd": passwd]) { mine, _ in mine }
        if !variables.isEmpty { all["\(OpenClawBench.directory)/.env"] = variables }
        bench = OpenClawBench(text, version: version, files: all)
    }

    /// A server whose gateway runs in a container that Compose made of a file, with the command line beside it.
    static func composed(
        _ text: String,
        compose: String,
        given: [String: String],
        files: [String: String] = [:]
    ) -> Self {
        let image = "ghcr.io/openclaw/openclaw:2026.9.6"
        let variables = given.sorted { $0.key < $1.key }.map { "\"\($0.key)=\($0.value)\"" }.joined(separator: ", ")
        let container = """
            {"Id": "ab", "Name": "/claw-gateway-1", "Image": "sha256:1", "State": {"Running": true, "Pid": 0},
             "Config": {"Image": "\(image)", "User": "node", "Hostname": "0123456789ab", "Env": [\(variables)],
              "Cmd": ["node", "dist/index.js", "gateway"], "Labels": {
               "com.docker.compose.project": "claw", "com.docker.compose.service": "gateway",
               "com.docker.compose.project.working_dir": "/opt/claw", "com.docker.compose.oneoff": "False",
               "com.docker.compose.project.config_files": "/opt/claw/docker-compose.yml"}},
             "HostConfig": {"LogConfig": {"Type": "json-file", "Config": {}}, "RestartPolicy": {"Name": "always"},
              "PortBindings": {}},
             "Mounts": [{"Type": "bind", "Source": "/opt/claw/state", "Destination": "/home/node/.openclaw", "RW": true}]}
            """
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": "", "/etc/group": ""])
        surface.add("/opt/claw/docker-compose.yml", compose.replacing("IMAGE", with: image))
        surface.add("/opt/claw/state/openclaw.json", text, mode: 0o600)
        for (path, text) in files { surface.add(path, text) }
        func answer(_ text: String) -> Response { Response(status: 200, body: Array(text.utf8)) }
        surface.responses["/var/run/docker.sock"] = [
            "/info": answer("{}"), "/containers/json?all=1": answer("[{\"Id\": \"ab\"}]"),
            "/containers/ab/json": answer(container), "/containers/ab/changes": answer("[]"),
            "/containers/ab/stats?stream=0&one-shot=1": answer("{\"memory_stats\": {\"usage\": 1}}"),
            "/images/sha256:1/json": answer("{\"Id\": \"sha256:1\", \"Config\": {\"User\": \"node\"}}"),
            "/images/\(image)/json": answer("{\"Id\": \"sha256:1\"}"),
        ]
        let names = ["docker-compose.yml", "docker-compose.override.yml"].map { "/opt/claw/\($0)" }
        let there = names.filter { surface.files[$0] != nil }.flatMap { ["-f", $0] }
        let asked = ["compose", "-p", "claw", "--project-directory", "/opt/claw"] + there + ["config"]
        surface.add(Command("docker", asked, timeout: 30), "services: {gateway: {image: \"\(image)\"}}")
        var bench = Self(text)
        bench.bench.surface = surface
        return bench
    }

    /// What a file holds.
    func file(_ path: String) -> String { String(decoding: bench.surface.files[path]?.bytes ?? [], as: UTF8.self) }

    static let delivery = KeyMigration.Delivery(
        client: "claw",
        command: "/opt/nacre/clients/claw/nacre-secret",
        socket: "/run/nacre/vault/claw/socket",
        mounts: ["/opt/nacre/container-clients/claw:/opt/nacre:ro"]
    )

    func keys() async throws -> InstallationKeys? {
        try await Observer(bench.surface).keys.all().first
    }

    func migration(_ keys: InstallationKeys) async -> KeyMigration {
        let observer = Observer(bench.surface)
        var snapshot = Snapshot()
        for resource in KeyMigration.needs { snapshot[resource] = await observer.observe(resource) }
        return KeyMigration(keys, by: Self.delivery, on: snapshot)
    }

    /// Changes the files as a plan would, and tells what they were.
    mutating func put(_ migration: KeyMigration) async throws -> Plan {
        let observer = Observer(bench.surface)
        var snapshot = Snapshot()
        let demands = migration.amendments.reduce(Demands([], .standalone, on: snapshot)) {
            $0.adding(Demand(KeyMigration.control, $1))
        }
        for resource in demands.resources { snapshot[resource] = await observer.observe(resource) }
        let plan = try Plan(profile: "standalone", demands, on: snapshot)
        bench.put(plan)
        for change in plan.changes where change.after == .absent {
            if case .file(let path) = change.resource { bench.surface.files[path] = nil }
        }
        return plan
    }

    var text: String { bench.text() }

    /// What the configuration comes to: variables and references in place of what they stand for.
    func effective(_ vault: [String: String] = [:]) throws -> JSONValue {
        let document = try JSONDocument(Array(text.utf8))
        let variables = DotenvFile(bench.text(".env")).values
        return Self.resolved(JSONValue(document.root), variables, vault)
    }

    private static func resolved(
        _ value: JSONValue,
        _ variables: [String: String],
        _ vault: [String: String]
    ) -> JSONValue {
        switch value {
        case .string(let text):
            guard text.hasPrefix("${"), text.hasSuffix("}"), let given = variables[String(text.dropFirst(2).dropLast())]
            else { return value }
            return .string(given)
        case .array(let items): return .array(items.map { resolved($0, variables, vault) })
        case .object(let members):
            let names = Dictionary(members.map { ($0.key, $0.value) }) { $1 }
            if names["provider"] == .string("nacre"), case .string(let id)? = names["id"], let kept = vault[id] {
                return .string(kept)
            }
            return .object(members.map { .init($0.key, resolved($0.value, variables, vault)) })
        default: return value
        }
    }
}

extension JSONValue {
    /// Without a key of the object that it is.
    func without(_ key: String) -> JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.key != key })
    }
}
