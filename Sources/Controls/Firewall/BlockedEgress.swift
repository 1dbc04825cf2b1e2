import Catalog
import Hardening

extension Control {
    static func blockMailFromContainers(_ profile: Profile) -> Control { blockedEgress("mail", "containers", profile) }
    static func blockMailFromHost(_ profile: Profile) -> Control { blockedEgress("mail", "host", profile) }
    static func blockChatFromContainers(_ profile: Profile) -> Control { blockedEgress("chat", "containers", profile) }
    static func blockChatFromHost(_ profile: Profile) -> Control { blockedEgress("chat", "host", profile) }

    private static func blockedEgress(_ service: String, _ origin: String, _ profile: Profile) -> Control {
        let isMail = service == "mail"
        let words = isMail ? "mail (25, 465, 587)" : "IRC (6660-6669, 6697, 7000)"
        let ports = isMail ? "25,465,587" : "6660:6669,6697,7000"
        let chain = origin == "host" ? "OUTPUT" : "DOCKER-USER"
        let blocked = profile.firewall.blockedEgress
        let filter: Filter =
            .egressService == .text(service) && .egressOrigin == .text(origin) && .familyInUse == true
            && Field.egressPort.satisfies { if case .number(let port) = $0 { blocked.contains(port) } else { false } }
        return Control(
            .firewall,
            "block-\(isMail ? "smtp" : "irc")-from-\(origin)",
            title: "Nothing \(origin == "host" ? "on the host" : "in a container") can connect out to \(words)",
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
            remedy: "iptables -I \(chain) -p tcp -m multiport --dports \(ports) -j REJECT, and the same with ip6tables",
            expects: [.each(.egress, where: filter, .egressPossible, .is(false))],
            examples: [
                .compliant("rejected", .egress, .egressExample(service, origin, isMail ? 25 : 6667, false)),
                .drifted(
                    "no rule for \(origin == "host" ? "OUTPUT" : "forwarded packets")",
                    .egress,
                    .egressExample(service, origin, isMail ? 587 : 6697, true)
                ),
                .notApplicable("no \(origin == "host" ? "route out" : "containers")", [.facts(.egress): .records([])]),
            ]
        )
    }
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
