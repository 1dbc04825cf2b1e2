public import Hardening
import Rulesets

extension Observation {
    fileprivate var records: [Record] { if case .state(let state) = self { state.records } else { [] } }
}

/// What lets connections in now, and no longer does once a plan's rules are in force.
public enum ClosedDoors {
    /// What must be seen to tell.
    public static let needs: Set<Resource> = [
        .facts(.listeners), .facts(.publishedPorts), .facts(.firewallRules),
    ]

    /// Each door with the program or container behind it, such as `8443/tcp (nginx)`; none where the plan leaves the
    /// rules as they are.
    public static func words(_ plan: Plan, _ profile: Profile, on snapshot: Snapshot) -> [String] {
        guard
            plan.changes.contains(where: { $0.resource == .ruleset })
                || plan.deferred.contains(where: { $0.resource == .ruleset })
        else { return [] }
        let policy = FirewallSituation(profile, snapshot).amendments.policy
        return words(policy.openings, on: snapshot)
    }

    /// What gateways' containers ask of this server by their configuration, and no longer can once a plan's rules are in
    /// force; none where the plan leaves the rules as they are.
    public static func withheld(_ plan: Plan, _ profile: Profile, on snapshot: Snapshot) -> [String] {
        guard
            plan.changes.contains(where: { $0.resource == .ruleset })
                || plan.deferred.contains(where: { $0.resource == .ruleset })
        else { return [] }
        return HostEndpoints(snapshot, profile).withheld
    }

    static func words(_ openings: [FirewallPolicy.Opening], on snapshot: Snapshot) -> [String] {
        var doors: [Door: Set<String>] = [:]
        for (door, owner) in listeners(snapshot) + published(snapshot) { doors[door, default: []].insert(owner) }
        return doors.sorted { $0.key < $1.key }.compactMap { door, owners in
            let mine = openings.filter { $0.port == door.port && Packet.name(of: $0.transport) == door.transport }
            guard !mine.contains(where: { $0.sources == nil }) else { return nil }
            let sources = mine.flatMap { $0.sources ?? [] }.map(\.description)
            // The engine's own program stands in front of a container.
            let names = owners.count > 1 ? owners.subtracting(["docker-proxy"]) : owners
            let rest = sources.isEmpty ? "" : ", but for \(sources.joined(separator: ", "))"
            return "\(door.port)/\(door.transport) (\(names.sorted().joined(separator: ", ")))\(rest)"
        }
    }

    private struct Door: Hashable, Comparable {
        let port: UInt16
        let transport: String

        static func < (left: Self, right: Self) -> Bool {
            (left.port, left.transport) < (right.port, right.transport)
        }
    }

    /// Sockets of this server that strangers reach now, or may reach.
    private static func listeners(_ snapshot: Snapshot) -> [(Door, String)] {
        guard case .state(let state) = snapshot[.facts(.listeners)] else { return [] }
        return state.records.compactMap { socket in
            guard socket[.loopbackOnly] == false, socket[.reachable] != false,
                case .number(let number) = socket[.listeningPort], let port = UInt16(exactly: number),
                case .text(let transport) = socket[.transport]
            else { return nil }
            let program =
                if case .text(let name) = socket[.listeningProgram] { name } else { "the kernel, or not known" }
            return (Door(port: port, transport: transport), program)
        }
    }

    /// Ports that lead to containers.
    private static func published(_ snapshot: Snapshot) -> [(Door, String)] {
        guard case .state(let rules) = snapshot[.facts(.firewallRules)] else { return [] }
        return rules.records.compactMap { rule in
            guard rule[.ruleKind] == .rule(.publishedPort), rule[.reachable] != false,
                case .number(let number) = rule[.hostPort], let port = UInt16(exactly: number),
                case .text(let transport) = rule[.transport]
            else { return nil }
            let containers = snapshot[.facts(.publishedPorts)].records.filter { $0[.hostPort] == .number(number) }
            let name = containers.first.map { "container \($0[.container])" } ?? "a container at \(rule[.leadsTo])"
            return (Door(port: port, transport: transport), name)
        }
    }
}
