import Hardening

/// Where an agent's commands run, and who has to approve them.
struct ExecPolicy: Sendable {
    enum Host: String, Sendable {
        case sandbox, gateway, node
        /// The sandbox is asked for and not there: newer versions refuse, older ones ran on the gateway.
        case missingSandbox = "sandbox that is off"
    }

    let host: Host
    /// `deny`, `allowlist`, `ask`, `auto` or `full`.
    let mode: String

    /// Whether a command that the model wants runs outside a sandbox without a person's approval.
    var runsFreely: Bool { host != .sandbox && isFree }

    /// Whether no person is asked, wherever it runs.
    var isFree: Bool { ["full", "auto"].contains(mode) }
}

extension AgentPolicy {
    func exec(in place: Place) -> ExecPolicy {
        let host: ExecPolicy.Host =
            switch tool("exec.host").text {
            case "gateway": .gateway
            case "node": .node
            case "sandbox": place == .sandbox ? .sandbox : .missingSandbox
            default: place == .sandbox ? .sandbox : .gateway
            }
        return ExecPolicy(host: host, mode: execMode(host))
    }

    /// Where the least confined conversation's commands run.
    var exec: ExecPolicy { exec(in: widestPlace) }

    /// The configuration's mode, or the stricter one of the approvals file.
    private func execMode(_ host: ExecPolicy.Host) -> String {
        let own = self.own.at("tools.exec")
        let global = root.at("tools.exec")
        if isUnguarded(host) { return "full" }
        let settings = own["mode"].isSet || own["security"].isSet || own["ask"].isSet ? own : global
        if let mode = settings["mode"].text { return stricter(mode) }
        // Until 2026.4 a gateway that was named as host asked for what its allow list lacks.
        let asks = isOld && [.gateway, .node].contains(host) && tool("exec.host").isSet
        let security = own["security"].or(global["security"]).text ?? (asks ? "allowlist" : "full")
        let ask = own["ask"].or(global["ask"]).text ?? (asks ? "on-miss" : "off")
        return stricter(Self.mode(security: security, ask: ask))
    }

    private var isOld: Bool { version.map { $0 < OpenClawVersion(2026, 4, 1) } ?? false }

    /// Whether the version runs commands on the host without looking at approvals.
    ///
    /// Until 2026.4 the host was the sandbox where nothing named one. Without a sandbox, commands then ran on the server
    /// past every approval (`src/agents/bash-tools.exec.ts`, openclaw/openclaw#45963).
    private func isUnguarded(_ host: ExecPolicy.Host) -> Bool {
        isOld && host == .gateway && !tool("exec.host").isSet
    }

    /// Whether an approval that somebody set, or would set, has no effect.
    func ignoresApprovals(onceSet: Bool = false) -> Bool {
        let isSet = ["exec.security", "exec.ask"].contains { tool($0).isSet } || approvals["defaults"].isSet
        return (isSet || onceSet) && isUnguarded(exec.host)
    }

    /// After `resolveExecModeFromPolicy` of `src/infra/exec-approvals.ts`.
    private static func mode(security: String, ask: String) -> String {
        switch (security, ask) {
        case ("deny", _): "deny"
        case ("allowlist", "off"): "allowlist"
        case ("full", let ask) where ask != "always": "full"
        default: "ask"
        }
    }

    private func stricter(_ mode: String) -> String {
        let file = approval("security").text.map { security in
            Self.mode(security: security, ask: approval("ask").text ?? "off")
        }
        let order = ["deny", "allowlist", "ask", "auto", "full"]
        let ranks = [mode, file ?? mode].map { order.firstIndex(of: $0) ?? order.count - 1 }
        return order[min(ranks[0], ranks[1])]
    }

    /// A setting of the approvals file, the agent's own first.
    func approval(_ key: String) -> Setting {
        approvals["agents"][id][key].or(approvals["agents"]["*"][key]).or(approvals["defaults"][key])
    }

    /// Whether the agent has a tool that runs commands, and its policy lets it.
    func canExec(in place: Place) -> Bool {
        tools(in: place).contains("exec") && exec(in: place).mode != "deny"
    }
}
