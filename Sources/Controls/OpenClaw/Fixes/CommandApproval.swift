import Documents
import Hardening

extension OpenClawFault {
    /// Tools that run commands are denied, where the profile does not let agents have them.
    var denyCommands: OpenClawChange {
        guard !profile.openclaw.allowExec else {
            return .manual(
                "set tools.exec.ask to always with tools.exec.host gateway, or agents.defaults.sandbox.mode to all",
                because: "The profile lets agents run commands, so you decide who approves them, and where they run."
            )
        }
        return .rules(denials(of: DeniedTools.commands))
    }

    /// The same; whoever takes the tools back later finds a policy that refuses what would run unasked.
    var denyCommandsAndRefuseUnasked: OpenClawChange {
        guard case .rules(let denials) = denyCommands else { return denyCommands }
        return .rules(denials + agentRules { .refusingUnasked($0.tools("exec"), creates: $0.creates) })
    }
}

extension Fix {
    /// Elevated mode is turned off, for all agents and those that have it of their own.
    ///
    /// An agent's own `elevated` replaces the one for all, whole.
    static func disablingElevatedMode(
        byHand: String,
        cost: String? = nil,
        with more: ConfigurationRule...
    ) -> Self {
        openclaw(byHand: byHand, cost: cost) { fault in
            let rules = fault.agentRules { place in
                let pattern = place.tools("elevated.enabled")
                let requiredSteps = place.isOwn && !place.creates ? pattern.steps.count - 1 : nil
                return .set(pattern, to: false, requiredSteps: requiredSteps)
            }
            return .rules(rules + more)
        }
    }
}

extension ConfigurationRule {
    /// Where commands would run unasked they are refused: by the mode where there is one, else by the older key, which
    /// every version takes; both together none takes.
    static func refusingUnasked(_ pattern: ConfigurationPattern, creates: Bool) -> ConfigurationRule {
        Self(pattern, creates: creates, "\(pattern) refuses what would run unasked") { node in
            guard let node else { return .set(["security": "deny"]) }
            guard node.members != nil else { return .keep }
            if let mode = node["mode"]?.text {
                return ["full", "auto"].contains(mode) ? .edits([.set("deny", at: ["mode"])]) : .keep
            }
            let security = node["security"]?.text
            let ask = node["ask"]?.text
            if security == "deny" || security == "allowlist" || ask == "always" { return .keep }
            guard creates || security != nil || ask != nil else { return .keep }
            return .edits([.set("deny", at: ["security"])])
        }
    }

    /// Of the mode and the older pair, the stricter is kept, as the mode.
    static func oneApprovalMode(_ pattern: ConfigurationPattern) -> ConfigurationRule {
        Self(pattern, creates: false, "\(pattern) has its mode alone") { node in
            guard let mode = node?["mode"]?.text, node?["security"] != nil || node?["ask"] != nil else { return .keep }
            let order = ["deny", "allowlist", "ask", "auto", "full"]
            let older = approvalMode(security: node?["security"]?.text ?? "full", ask: node?["ask"]?.text ?? "off")
            let ranks = [mode, older].map { order.firstIndex(of: $0) ?? order.count - 1 }
            return .edits([
                .set(.string(order[min(ranks[0], ranks[1])]), at: ["mode"]), .remove(at: ["security"]),
                .remove(at: ["ask"]),
            ])
        }
    }

    private static func approvalMode(security: String, ask: String) -> String {
        switch (security, ask) {
        case ("deny", _): "deny"
        case ("allowlist", "off"): "allowlist"
        case ("full", let ask) where ask != "always": "full"
        default: "ask"
        }
    }
}
