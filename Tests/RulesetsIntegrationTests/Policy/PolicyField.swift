import Foundation

@testable import Rulesets

/// The policy in the kernel of `lab/field`, beside the rules of a Docker that publishes two ports.
struct PolicyField {
    /// How the policy gets into the kernel.
    enum Way: String, CaseIterable, CustomStringConvertible {
        case nft = "iptables-nft"
        case legacy = "iptables-legacy"
        case nftables
        case ufw

        var description: String { rawValue }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static let policy = FirewallPolicy(
        openings: [
            FirewallPolicy.Opening(22), FirewallPolicy.Opening(443),
            FirewallPolicy.Opening(8080, from: ["203.0.113.1", "2001:db8:1::1"].compactMap { AddressRange($0) }),
        ],
        blockedEgress: [25...25, 465...465, 587...587, 6660...6669, 6697...6697, 7000...7000]
    )

    let field: Field

    init() throws { field = try Field() }

    /// 18789 is published for a container, 443 leads to another one's 8443.
    static func docker(_ family: AddressFamily) -> String {
        let (a, b) = family == .ipv4 ? ("172.17.0.2", "172.17.0.3") : ("fd00:17::2", "fd00:17::3")
        let bracketed = { (text: String) in family == .ipv4 ? text : "[\(text)]" }
        let loopback = family == .ipv4 ? "127.0.0.0/8" : "::1/128"
        return """
            *nat
            :PREROUTING ACCEPT [0:0]
            :INPUT ACCEPT [0:0]
            :OUTPUT ACCEPT [0:0]
            :POSTROUTING ACCEPT [0:0]
            :DOCKER - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            -A OUTPUT ! -d \(loopback) -m addrtype --dst-type LOCAL -j DOCKER
            -A DOCKER -i docker0 -j RETURN
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 18789 -j DNAT --to-destination \(bracketed(a)):18789
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 443 -j DNAT --to-destination \(bracketed(b)):8443
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            :DOCKER - [0:0]
            :DOCKER-USER - [0:0]
            -A FORWARD -j DOCKER-USER
            -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
            -A FORWARD -o docker0 -j DOCKER
            -A FORWARD -i docker0 ! -o docker0 -j ACCEPT
            -A FORWARD -i br-1 ! -o br-1 -j ACCEPT
            -A FORWARD -i docker0 -o docker0 -j ACCEPT
            -A DOCKER -d \(a) ! -i docker0 -o docker0 -p tcp -m tcp --dport 18789 -j ACCEPT
            -A DOCKER -d \(b) ! -i docker0 -o docker0 -p tcp -m tcp --dport 8443 -j ACCEPT
            -A DOCKER-USER -j RETURN
            COMMIT

            """
    }

    /// Loads Docker's rules and the policy, and reads back what the kernel has.
    func load(_ way: Way, policy: FirewallPolicy = PolicyField.policy) throws -> Ruleset {
        let docker = try field.load(
            way == .legacy ? .legacy : .nft,
            Self.docker(.ipv4),
            Self.docker(.ipv6)
        )
        if let error = docker.error { throw Failure(description: "Docker's rules: \(error)") }
        try apply(way, policy)
        return try live(way)
    }

    /// A program to run in the machine's namespace, with its input.
    struct Step {
        let words: [String]
        var input = ""
    }

    /// Puts the policy over whatever is loaded.
    func apply(_ way: Way, _ policy: FirewallPolicy) throws {
        for step in try steps(way, policy) {
            let done = try field.run(step.words, input: step.input)
            guard done.code == 0 else {
                throw Failure(description: "\(step.words[0]): \(done.error) \(done.out)")
            }
        }
    }

    /// What puts the policy over whatever is loaded.
    func steps(_ way: Way, _ policy: FirewallPolicy) throws -> [Step] {
        switch way {
        case .nftables: return [Step(words: ["nft", "-f", "-"], input: policy.nftables)]
        case .nft, .legacy:
            return try chains(way == .nft ? "nft" : "legacy", policy, containersOnly: false)
        case .ufw: return try [ufw(policy)] + chains("nft", policy, containersOnly: true)
        }
    }

    private func chains(_ flavour: String, _ policy: FirewallPolicy, containersOnly: Bool) throws -> [Step] {
        try [("iptables", AddressFamily.ipv4), ("ip6tables", .ipv6)].flatMap { program, family in
            let table = FilterTable(saved: try field.run(["\(program)-\(flavour)-save"]).out)
            let file = policy.iptablesFile(family, containersOnly: containersOnly)
            let rules = FirewallPolicy.loading(file, over: table)
            let restore = ["\(program)-\(flavour)-restore", "--noflush"]
            return [Step(words: restore + ["--test"], input: rules), Step(words: restore, input: rules)]
        }
    }

    /// The real ufw-init, which sees a copy of its files in a mount namespace of its own.
    private func ufw(_ policy: FirewallPolicy) throws -> Step {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ufw-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: "/etc/ufw", toPath: directory.path)
        for (family, suffix) in [(AddressFamily.ipv4, ""), (.ipv6, "6")] {
            let edits: [(String, (String) -> String?)] = [
                ("user\(suffix).rules", { policy.ufwUserRules(family, $0) }),
                ("before\(suffix).rules", { policy.ufwBeforeRules(family, $0) }),
            ]
            for (name, edit) in edits {
                let shipped = "/usr/share/ufw/iptables/\(name)"
                guard let new = edit(try String(contentsOfFile: shipped, encoding: .utf8)), let again = edit(new) else {
                    throw Failure(description: "\(name) has no place for rules")
                }
                guard again == new else { throw Failure(description: "\(name) changes when it is written again") }
                try Data(new.utf8).write(to: directory.appending(path: name))
            }
        }
        try Data("ENABLED=yes\nLOGLEVEL=low\n".utf8).write(to: directory.appending(path: "ufw.conf"))
        let settings = directory.appending(path: "default")
        try Data(
            """
            IPV6=yes
            DEFAULT_INPUT_POLICY="DROP"
            DEFAULT_OUTPUT_POLICY="ACCEPT"
            DEFAULT_FORWARD_POLICY="DROP"
            DEFAULT_APPLICATION_POLICY="SKIP"
            MANAGE_BUILTINS=no
            IPT_SYSCTL=
            IPT_MODULES=""

            """.utf8
        ).write(to: settings)
        let script = "mount --bind \(directory.path) /etc/ufw && mount --bind \(settings.path) /etc/default/ufw && "
        let done = "; status=$?; rm -rf \(directory.path); exit $status"
        return Step(words: ["unshare", "-m", "sh", "-c", "(" + script + "/lib/ufw/ufw-init force-reload)" + done])
    }

    /// What the kernel has now, as the prover reads it.
    func live(_ way: Way) throws -> Ruleset {
        let flavour = way == .legacy ? "legacy" : "nft"
        let saved = try [("iptables", AddressFamily.ipv4), ("ip6tables", .ipv6)].map { program, family in
            let text = try field.run(["\(program)-\(flavour)-save"]).out
            return try SavedRules(text, family: family).ruleset(way == .legacy ? .iptablesLegacy : .iptablesNFT)
        }
        let listing = try field.run(["nft", "--json", "list", "ruleset"]).out
        return Ruleset(saved: saved, native: try NFTListing(Array(listing.utf8)).ruleset)
    }

    static let isUFWThere = FileManager.default.fileExists(atPath: "/lib/ufw/ufw-init")
}
