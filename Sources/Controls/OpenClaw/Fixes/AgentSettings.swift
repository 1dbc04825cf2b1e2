import Documents
import Hardening

/// Where a setting of agents stands: for all of them, or in one's own entry.
struct AgentPlace: Sendable {
    let own: ConfigurationPattern?
    /// Whether the setting is made where it is missing.
    let creates: Bool

    var isOwn: Bool { own != nil }

    func tools(_ key: String) -> ConfigurationPattern {
        (own ?? ConfigurationPattern([])) + ConfigurationPattern("tools.\(key)")
    }
    func agent(_ key: String) -> ConfigurationPattern {
        (own ?? ConfigurationPattern("agents.defaults")) + ConfigurationPattern(key)
    }
    func sandbox(_ key: String) -> ConfigurationPattern { agent("sandbox.\(key)") }
}

extension OpenClawFault {
    /// The rule for all agents and those that say otherwise; or, where only some drifted, for these alone.
    func agents(_ rule: (AgentPlace) -> ConfigurationRule) -> OpenClawChange { .rules(agentRules(rule)) }

    /// What keeps tools from the agents that drifted.
    ///
    /// A list for all holds whatever agents' own lists say, which are therefore left alone where it is used.
    func denials(of names: [String]) -> [ConfigurationRule] {
        let rules = agentRules { .include(names, in: $0.tools("deny"), creates: $0.creates) }
        return rules.first?.requiredSteps == 0 ? Array(rules.prefix(1)) : rules
    }

    /// The rule for all agents and those that say otherwise; or, where only some drifted, for these alone.
    ///
    /// Here `isShared` is whether only the setting for all counts.
    func agentRules(isShared: Bool = false, _ rule: (AgentPlace) -> ConfigurationRule) -> [ConfigurationRule] {
        let names = records.compactMap { $0[.agent].text }
        let isGlobal = isShared || names.count == all.count
        let own = names.flatMap { name -> [ConfigurationRule] in
            let entries: [ConfigurationPattern.Step] = [.key("agents"), .key("entries"), .key(name)]
            let places: [[ConfigurationPattern.Step]] = [[.key("agents"), .key("list"), .item(name)], entries]
            return places.map { steps in
                let found = rule(AgentPlace(own: ConfigurationPattern(steps), creates: !isGlobal))
                // The entry itself is never made.
                return found.requiring(atLeast: steps.count)
            }
        }
        // What only corrects what is there has to reach the setting for all, wherever the agents have it from.
        let shared = rule(AgentPlace(own: nil, creates: true))
        return (isGlobal || !shared.creates ? [shared] : []) + own
    }
}

extension ConfigurationRule {
    fileprivate func requiring(atLeast count: Int) -> Self {
        Self(pattern, requiredSteps: max(requiredSteps, count), creates: creates, summary, revise: revise)
    }
}

extension Fix {
    /// A tool setting of every agent that drifted.
    static func agentTools(_ key: String, _ value: JSONValue, byHand: String, cost: String? = nil) -> Self {
        openclaw(byHand: byHand, cost: cost) { fault in
            fault.agents { .set($0.tools(key), to: value, creates: $0.creates) }
        }
    }
}
