import MachineTesting

/// A random ruleset for all three ways, with limits and with questions that are not understood.
struct RandomFilter {
    let text: String

    private static let matches = [
        "-s 198.51.100.0/24", "-s 128.0.0.0/1", "! -s 10.0.0.0/8", "! -s 203.0.113.0/24", "-d 203.0.113.2/32", "-p tcp",
        "-p udp", "! -p tcp", "-p tcp -m tcp --dport 22", "-p udp -m udp --sport 53",
        "-p tcp -m multiport --dports 80,443",
        "-p tcp -m tcp --dport 1024:65535", "-p tcp -m tcp ! --dport 443", "-m conntrack --ctstate NEW",
        "-m conntrack --ctstate RELATED,ESTABLISHED", "-m limit --limit 30/sec",
        "-m hashlimit --hashlimit-above 10/sec --hashlimit-mode srcip --hashlimit-name a",
        "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN", "-m addrtype --dst-type LOCAL", "-p icmp",
    ]
    static let strange = #"-m bpf --bytecode "4,48 0 0 9""#

    init(_ random: inout SeededGenerator) {
        var lines: [String] = []
        for (table, hooks) in [("mangle", ["PREROUTING"]), ("filter", ["INPUT", "FORWARD", "OUTPUT"])] {
            lines.append("*\(table)")
            for hook in hooks {
                let isClosed = table == "filter" && Bool.random(using: &random)
                lines.append(":\(hook) \(isClosed ? "DROP" : "ACCEPT") [0:0]")
            }
            lines += [":one - [0:0]", ":two - [0:0]"]
            for chain in hooks + ["one", "two"] {
                for _ in 0..<Int.random(in: 0...(table == "mangle" ? 1 : 4), using: &random) {
                    lines.append(Self.rule(chain, sides: table == "mangle" ? [] : Self.sides(of: chain), &random))
                }
            }
            lines.append("COMMIT")
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Interfaces that are known where the chain is asked.
    private static func sides(of chain: String) -> [String] {
        chain == "INPUT" ? ["-i eth0", "! -i eth0", "-i lo"] : ["-o eth0", "! -o eth0"]
    }

    private static func rule(_ chain: String, sides: [String], _ random: inout SeededGenerator) -> String {
        var parts = ["-A \(chain)"]
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let match = matches.randomElement(using: &random) ?? "-p tcp"
            // One protocol in a rule, and one source.
            if match.contains("-p ") && parts.contains(where: { $0.contains("-p ") }) { continue }
            if match.contains("-s ") && parts.contains(where: { $0.contains("-s ") }) { continue }
            parts.append(match)
        }
        if let side = sides.randomElement(using: &random), Int.random(in: 0..<3, using: &random) == 0 {
            parts.append(side)
        }
        if Int.random(in: 0..<25, using: &random) == 0 { parts.append(strange) }
        var targets = ["ACCEPT", "DROP", "RETURN", "ACCEPT", "DROP"]
        if chain != "PREROUTING" { targets.append("REJECT") }
        if chain != "two" { targets += chain == "one" ? ["two"] : ["one", "two"] }
        let target = targets.randomElement(using: &random) ?? "DROP"
        return (parts + ["\(target.first?.isLowercase == true && Bool.random(using: &random) ? "-g" : "-j") \(target)"])
            .joined(separator: " ")
    }
}
