import Catalog
import Documents
import Hardening

/// When Docker starts a container again.
enum RestartPolicy {
    /// A policy as the daemon has it; other words it refuses.
    static func judged(_ policy: String) -> Value {
        if policy.isEmpty { return "no" }
        // Behind a colon stands how often, which nothing but failures are counted by.
        let parts = policy.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let isKnown =
            parts.count == 1
            ? ["no", "always", "unless-stopped", "on-failure"].contains(policy) : parts[0] == "on-failure"
        return isKnown ? .text(String(parts[0])) : .unknown(.malformed("Docker knows no restart policy \(policy)"))
    }

    /// What a service says of it, and under which key: `deploy.restart_policy` goes before `restart`.
    static func stated(_ service: YAMLNode) -> (policy: Value, key: String) {
        guard let rule = service["deploy"]?["restart_policy"], rule.entries != nil else {
            guard let restart = service["restart"] else { return ("no", "restart") }
            if ComposeReader.hasVariable(restart) { return (.unknown(.notStated("set by a variable")), "restart") }
            // Compose keeps the word no as one, and takes nothing for it.
            return (judged(restart.flag == false ? "no" : restart.text ?? "no"), "restart")
        }
        guard let condition = rule["condition"]?.text, !condition.isEmpty else {
            return (.unknown(.notStated("deploy.restart_policy names no condition")), "deploy")
        }
        if ComposeReader.hasVariable(rule) { return (.unknown(.notStated("set by a variable")), "deploy") }
        return (judged(["none": "no", "any": "always"][condition] ?? condition), "deploy")
    }
}
