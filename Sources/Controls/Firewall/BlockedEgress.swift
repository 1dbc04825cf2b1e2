import Catalog
import Hardening

extension Control {
    /// Mail and chat, from the host and from containers, as far as the profile blocks them.
    static func blockEgress(_ profile: Profile) -> [Control] {
        let mail = profile.firewall.blockedEgress.filter { $0 < 1024 }.sorted()
        let chat = profile.firewall.blockedEgress.filter { $0 >= 1024 }.sorted()
        return [
            ("chat", "containers", chat), ("chat", "host", chat), ("mail", "containers", mail), ("mail", "host", mail),
        ]
        .filter { !$0.2.isEmpty }.map { blockedEgress($0, from: $1, $2) }
    }

    private static func blockedEgress(_ service: String, from origin: String, _ blocked: [Int]) -> Control {
        let isMail = service == "mail"
        let ports = runs(blocked)
        let named = ports.map { $0.split(separator: ":").joined(separator: "–") }.joined(separator: ", ")
        let words = "\(isMail ? "mail" : "IRC") (\(named))"
        let place = origin == "host" ? "the host" : "containers"
        let chain = origin == "host" ? "OUTPUT" : "DOCKER-USER"
        let filter: Filter =
            .egressService == .text(service) && .egressOrigin == .text(origin) && .familyInUse == true
            && Field.egressPort.satisfies { if case .number(let port) = $0 { blocked.contains(port) } else { false } }
        return Control(
            .firewall,
            "block-\(isMail ? "smtp" : "irc")-from-\(origin)",
            title: "Outbound \(words) from \(place) is blocked",
            fault: "Outbound \(words) from \(place) is not blocked",
            rationale: isMail
                ? "A hijacked agent sends spam from the server's address, which lands on blocklists within hours."
                : "A hijacked \(origin == "host" ? "server" : "container") takes orders as a bot from an IRC channel.",
            severity: .medium,
            references: [
                Reference("M3AAWG Managing Port 25"),
                origin == "host"
                    ? Reference("iptables-extensions(8)", "multiport")
                    : Reference("Docker: Packet filtering and firewalls", "DOCKER-USER"),
            ],
            expects: [.each(.egress, where: filter, .egressPossible, .is(false))],
            fix: .firewall(
                byHand: ["iptables", "ip6tables"].map {
                    "`sudo \($0) -I \(chain) -p tcp -m multiport --dports \(ports.joined(separator: ",")) -j REJECT`"
                }
                .joined(separator: "; "),
                cost: cost(service, origin) + " (ports \(named); firewall.blockedEgress)"
            ),
            examples: [
                .compliant("rejected", .egress, .egressExample(service, origin, blocked[0], false)),
                .drifted(
                    "no rule for \(origin == "host" ? "OUTPUT" : "forwarded packets")",
                    .egress,
                    .egressExample(service, origin, blocked[0], true)
                ),
                .notApplicable("no \(origin == "host" ? "route out" : "containers")", [.facts(.egress): .records([])]),
            ]
        )
    }
}

/// What ends with it for people who rely on it.
private func cost(_ service: String, _ origin: String) -> String {
    switch (service, origin) {
    case ("mail", "host"): "mail that the server sends"
    case ("mail", _): "mail that agents in containers send"
    case (_, "host"): "connections of the server to IRC"
    default: "an IRC channel of a gateway in a container"
    }
}

/// Ports as iptables' multiport match takes them: neighbors as `first:last`.
private func runs(_ ports: [Int]) -> [String] {
    var runs: [ClosedRange<Int>] = []
    for port in ports {
        if let last = runs.last, last.upperBound == port - 1 {
            runs[runs.count - 1] = last.lowerBound...port
        } else {
            runs.append(port...port)
        }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound):\($0.upperBound)" }
}

extension Record {
    fileprivate static func egressExample(_ service: String, _ origin: String, _ port: Int, _ isOpen: Value) -> Record {
        Record(
            "IPv4 from \(origin) to port \(port)",
            [
                .addressFamily: "IPv4", .familyInUse: true, .egressService: .text(service),
                .egressOrigin: .text(origin), .egressPort: .number(port), .egressPossible: isOpen,
            ]
        )
    }
}
