import Hardening
import Reports

/// What a plan ends, closes and interrupts, in plain words: what a person wants to know before they say yes.
struct PlanSummary {
    let plan: Plan
    /// What lets connections in now and no longer will.
    var closing: [String] = []
    /// What works now and no longer will.
    var losing: [String] = []

    private var sanitizer: Sanitizer { .report }

    func lines(_ style: TextStyle) -> [String] {
        guard !plan.isEmpty else { return [] }
        let parts = [closed(style), losses(style), interruptions(style), clients(style)].flatMap(\.self)
        let heading = style.paint("What stops working", .bold)
        return ["", heading] + (parts.isEmpty ? ["  Nothing that is known of."] : parts)
    }

    /// What a person may still need is named, and how it stays open.
    private func closed(_ style: TextStyle) -> [String] {
        guard !closing.isEmpty else { return [] }
        let doors = closing.flatMap { style.wrap(sanitizer.line($0), lead: "    -", indent: 6) }
        let when =
            plan.movesLogins
            ? "The port that SSH moves away from closes when you confirm, the others at once."
            : "They close at once."
        let words =
            when + " Containers, and what the line "
            + "\"packet filter\" names with an address, still get through. What is to stay open for everybody belongs in "
            + "the profile: firewall.openPorts, firewall.openUDPPorts."
        return ["  Open now, and closed afterwards:"] + doors + style.wrap(words, lead: "    ", indent: 6)
    }

    private func losses(_ style: TextStyle) -> [String] {
        guard !losing.isEmpty else { return [] }
        return ["  Works now, and no longer afterwards:"]
            + losing.flatMap { style.wrap(sanitizer.line($0), lead: "    -", indent: 6) }
    }

    private func interruptions(_ style: TextStyle) -> [String] {
        var told: [String] = []
        for stage in plan.stages {
            guard let activation = stage.activation, let words = activation.interruption else { continue }
            let line = "\(activation): \(words)"
            if !told.contains(line) { told.append(line) }
        }
        guard !told.isEmpty else { return [] }
        return ["  Interrupted for a while:"]
            + told.flatMap { style.wrap(sanitizer.line($0), lead: "    -", indent: 6) }
    }

    private func clients(_ style: TextStyle) -> [String] {
        guard plan.movesLogins else { return [] }
        let words =
            "SSH moves to another port: every client of it needs the new one, from the confirmation on it alone."
        return style.wrap(words, lead: "  ", indent: 2)
    }
}

extension Activation {
    /// For how long something does not answer while it takes over what was put; none where nobody notices.
    fileprivate var interruption: String? {
        switch self {
        case .packages, .systemd, .sysctl, .apt, .firewall, .sshd: nil
        case .docker: "restarted where it has to be; containers go on"
        case .compose(let project) where project.newService != nil: nil
        case .compose:
            "made anew; the gateway is away for up to three minutes, for up to nine where an agent is at work"
        case .gateway(let gateway) where gateway.container == nil && gateway.unit == nil: nil
        case .gateway: "started anew; away for up to three minutes, for up to nine where an agent is at work"
        case .fail2ban: "restarted; bans stay"
        case .caddy: "reloaded"
        }
    }
}
