import Catalog
import Hardening
import Rulesets

extension Invariant {
    /// The firewall lets the operator through to a port that sshd listens on.
    static let keepSSHReachable = Invariant(
        "keep-ssh-reachable",
        "The firewall is open where sshd listens, for whoever makes the change",
        resources: [
            .facts(.sshServer), .facts(.firewallHooks), .facts(.firewallRules), .facts(.operatorSession),
            .facts(.listeners),
            .ruleset,
        ],
        explainedBy: .firewall
    ) { before, after in
        guard before.hasSSH else { return nil }
        let ports: [Int]
        do throws(Unknown) {
            ports = try after.sshPorts
        } catch {
            return "where sshd would listen could not be determined: \(error.why)"
        }
        if let taken = before.takenPort(among: ports) { return taken }
        let words = ports.map(String.init).joined(separator: ", ")
        let who = Operator(before)
        // What the plan does with the rules decides; rules that it leaves alone are those of now.
        if after[.ruleset] != before[.ruleset], case .state(.ruleset(.order(let order))) = after[.ruleset] {
            if ports.contains(where: { port in order.open.contains { $0.admits(who.address, to: port) } }) {
                return nil
            }
            let open = order.open.isEmpty ? "nothing" : order.open.map(\.description).joined(separator: ", ")
            return "sshd would listen on \(words), and the firewall would let \(who.words) reach \(open) only"
        }
        // Rules that were there before come back: what they let in is seen by the login that confirms.
        if after[.ruleset] != before[.ruleset] { return nil }
        // The port of this very login is open, or it would not be there.
        if let port = who.port, ports.contains(port) { return nil }
        // Nothing is moved and nothing is closed.
        if (try? before.sshPorts) == ports { return nil }
        let answers = ports.map { LiveDoors(after).lets(who.address, to: $0) }
        if answers.contains(true) { return nil }
        return answers.contains(nil)
            ? "sshd would listen on \(words), and whether the firewall lets \(who.words) through could not be determined"
            : "sshd would listen on \(words), where the firewall, which the plan leaves as it is, lets nobody in; open the port there "
                + "first, or have the firewall layer planned with it"
    }
}

/// Who makes the change, and by which door they came in.
private struct Operator {
    /// None where they are not logged in over SSH, or it is not known from where.
    let address: Address?
    let port: Int?

    init(_ snapshot: Snapshot) {
        guard case .state(let sessions) = snapshot[.facts(.operatorSession)], let session = sessions.records.first
        else {
            address = nil
            port = nil
            return
        }
        address = if case .text(let text) = session[.fromAddress] { Address(text) } else { nil }
        port = if case .number(let number) = session[.serverPort] { number } else { nil }
    }

    var words: String { address.map { "\($0), from where you are logged in," } ?? "anybody" }
}

extension OpenPort {
    /// Whether SSH gets through from an address, where it is known.
    fileprivate func admits(_ address: Address?, to port: Int) -> Bool {
        guard transport == .tcp, port == self.port else { return false }
        guard let sources else { return true }
        return address.map { address in sources.contains { AddressRange($0)?.contains(address) ?? false } } ?? false
    }
}

/// What the rules of now let in.
private struct LiveDoors {
    private let rules: [Record]
    private let hooks: [Record]

    init(_ snapshot: Snapshot) {
        rules = (try? snapshot.observed(.firewallRules)) ?? []
        hooks = (try? snapshot.observed(.firewallHooks)) ?? []
    }

    /// Nothing where it could not be determined.
    func lets(_ address: Address?, to port: Int) -> Bool? {
        let families = address.map { $0.family == .ipv4 ? ["IPv4"] : ["IPv6"] } ?? ["IPv4", "IPv6"]
        let answers = families.map { answer($0, address, port) }
        return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    }

    private func answer(_ family: String, _ address: Address?, _ port: Int) -> Bool? {
        let named = rules.first {
            $0[.ruleKind] == .rule(.port) && $0[.hostPort] == .number(port) && $0[.addressFamily] == .text(family)
        }
        if let named {
            if case .flag(true) = named[.reachable] { return true }
            if let address, case .list(let sources) = named[.openTo],
                sources.contains(where: { AddressRange($0)?.contains(address) == true })
            {
                return true
            }
            return named[.reachable] == false ? false : nil
        }
        // A port no rule names gets what all such ports get.
        let hook = hooks.first { $0[.hook] == "input" && $0[.addressFamily] == .text(family) }
        guard case .text(let fate) = hook?[.unnamedPackets] ?? .unset else { return nil }
        // What gets in for some alone, such as from one source port, need not get in for the operator.
        if fate.hasPrefix("accepted for some") { return nil }
        return fate == "dropped" ? false : fate.hasPrefix("accepted") ? true : nil
    }
}

extension Snapshot {
    /// A port that sshd would move to, and that something else has already; none where all are free.
    fileprivate func takenPort(among ports: [Int]) -> String? {
        let own = try? sshPorts
        for socket in (try? observed(.listeners)) ?? [] {
            guard socket[.transport] == "tcp", case .number(let port) = socket[.listeningPort], ports.contains(port),
                own?.contains(port) != true
            else { continue }
            var program = "another program"
            if case .text(let name) = socket[.listeningProgram] { program = name }
            // Who has it could not be determined where sshd's own ports cannot: without root, mostly sshd.
            if own == nil, ["another program", "sshd", "systemd"].contains(program) { continue }
            return
                "sshd would listen on \(port), which \(program) has already: end that, or set another ssh.port in the "
                + "profile"
        }
        return nil
    }

    /// The ports that sshd listens on.
    var sshPorts: [Int] {
        get throws(Unknown) {
            guard let server = try observed(.sshServer).first else {
                throw Unknown.notRunning("there is no SSH server")
            }
            switch server[.sshPorts] {
            case .list(let texts): return texts.compactMap { Int($0) }
            case .unknown(let why): throw why
            case let other: throw Unknown.malformed("its ports are \(other)")
            }
        }
    }
}
