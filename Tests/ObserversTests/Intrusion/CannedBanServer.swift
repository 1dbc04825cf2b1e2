import Documents
import MachineTesting
import Surface

/// A fail2ban server's answers, in the words of its protocol.
struct CannedBanServer {
    static let socket = "/run/fail2ban/fail2ban.sock"
    private static let end = Array("<F2B_END_COMMAND>".utf8)

    /// Answers by request, such as `get sshd maxretry`.
    var answers: [String: Pickle] = [:]

    init(jail: String = "sshd", actions: [String: (start: String, ban: String)] = ["iptables-multiport": Self.iptables])
    {
        answers["status"] = .list([
            .list([.text("Number of jail"), .number(1)]), .list([.text("Jail list"), .text(jail)]),
        ])
        let stock: [String: Pickle] = [
            "maxretry": .number(5), "findtime": .number(600), "bantime": .number(600), "bantime.increment": .none,
            "journalmatch": .list([.list([.text("_SYSTEMD_UNIT=sshd.service")]), .list([.text("_COMM=sshd")])]),
            "logpath": .list([]), "ignoreip": .list([]), "ignorecommand": .text(""),
            "bantime.multipliers": .none, "bantime.maxtime": .none, "bantime.factor": .none, "bantime.formula": .none,
            "failregex": .list([
                .text("^(?P<nofail>(?P<mlfforget>(?:Connection (?:closed|reset)|Disconnected))) by <HOST>$")
            ]),
            "prefregex": .text(#"^(?P<mlfid>\s*(?:\S+\s+)?(?:sshd(?:\[\d+\])?:?\s+)?)(?P<content>.+)$"#),
            "actions": .list(actions.keys.sorted().map { .text($0) }),
        ]
        for (word, answer) in stock { answers["get \(jail) \(word)"] = answer }
        for (name, commands) in actions {
            answers["get \(jail) actionproperties \(name)"] = .list([
                .text("actionban"), .text("actionstart"), .text("blocktype"),
            ])
            answers["get \(jail) action \(name) actionstart"] = .text(commands.start)
            answers["get \(jail) action \(name) actionban"] = .text(commands.ban)
            answers["get \(jail) action \(name) blocktype"] = .text("REJECT --reject-with icmp-port-unreachable")
        }
    }

    static let iptables = (
        start: "{ <iptables> -C INPUT -p $proto -m multiport --dports ssh -j f2b-sshd >/dev/null 2>&1; } || "
            + "{ <iptables> -I INPUT -p $proto -m multiport --dports ssh -j f2b-sshd; }",
        ban: "<iptables> -I f2b-sshd 1 -s <ip> -j <blocktype>"
    )

    func install(on surface: inout CannedSurface) {
        for (request, answer) in answers {
            let words = request.split(separator: " ").map(String.init)
            surface.answers[Self.socket, default: [:]][Pickle.request(words) + Self.end] =
                [0x80, 4] + Self.bytes(.list([.number(0), answer])) + Array(".".utf8) + Self.end
        }
    }

    private static func bytes(_ value: Pickle) -> [UInt8] {
        switch value {
        case .none: Array("N".utf8)
        case .flag(let flag): [flag ? 0x88 : 0x89]
        case .number(let number): Array("J".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        case .text(let text):
            Array("X".utf8) + (0..<4).map { UInt8(truncatingIfNeeded: text.utf8.count >> ($0 * 8)) } + Array(text.utf8)
        case .list(let items): Array("](".utf8) + items.flatMap(bytes) + Array("e".utf8)
        case .dictionary, .opaque: Array("N".utf8)
        }
    }
}
