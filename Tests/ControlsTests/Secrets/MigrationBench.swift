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

    static let delivery = KeyMigration.Delivery(
        client: "claw",
        command: "/opt/nacre/clients/claw/nacre-secret",
        socket: "/run/nacre/vault/claw/socket",
        mounts: []
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
