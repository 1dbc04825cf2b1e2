import Catalog
import Hardening

// What could not be resolved, such as a variable that no file sets, leaves open whatever depends on it: a guess would
// call a permissive agent fine, or a strict one broken.
extension AgentPolicy {
    /// Why it could not be determined which tools the agent has.
    var toolDoubt: Unknown? {
        let places = [own["tools"], root["tools"]]
        let lists = places.flatMap { [$0["allow"], $0["alsoAllow"], $0["deny"], $0["byProvider"]] }
        return tool("profile").doubt ?? lists.lazy.compactMap(\.innerDoubt).first ?? sandboxDoubt
    }

    /// Why it could not be determined where the agent's tools run.
    var sandboxDoubt: Unknown? {
        if let doubt = sandbox("mode").doubt { return doubt }
        guard sandboxMode != "off" else { return nil }
        return tool("sandbox.tools").innerDoubt ?? sandbox("workspaceAccess").doubt ?? sandbox("docker.network").doubt
    }

    /// Why it could not be determined which commands run, and who is asked.
    var execDoubt: Unknown? {
        for key in ["exec.host", "exec.mode", "exec.security", "exec.ask"] {
            if let doubt = tool(key).doubt { return doubt }
        }
        return approvals.doubt ?? approval("security").doubt ?? approval("ask").doubt
    }

    /// Whether the agent's own entry says who approves its commands.
    var setsApproval: Bool { ["mode", "security", "ask"].contains { own.at("tools.exec")[$0].isSet } }

    /// The agent's entry, as the keys that lead to it.
    var location: [String] {
        let entries = "agents.entries."
        if path.hasPrefix(entries) { return ["agents", "entries", String(path.dropFirst(entries.count))] }
        return path.split { ".[]".contains($0) }.map { String($0) }
    }
}

extension Record {
    /// Sets a field that follows from several settings: unknown where one of them is.
    mutating func set(_ field: Field, _ value: Value, unless doubt: Unknown?, from origin: Origin?) {
        set(field, doubt.map { .unknown($0) } ?? value, from: origin)
    }
}
