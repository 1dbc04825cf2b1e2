import Documents
import Hardening

extension OpenClawFault {
    /// The rule where the sandbox is configured; one that agents share follows the setting for all.
    func sandboxRules(_ rule: (AgentPlace) -> ConfigurationRule) -> [ConfigurationRule] {
        agentRules(isShared: records.contains { $0[.sandboxScope] == "shared" }, rule)
    }

    /// The same, as a change.
    func sandboxes(_ rule: (AgentPlace) -> ConfigurationRule) -> OpenClawChange { .rules(sandboxRules(rule)) }

    /// Each agent gets a sandbox of its own.
    ///
    /// Agents' own containers have no say in a shared sandbox; they would begin to count, unlooked at.
    var separateSandboxes: OpenClawChange {
        let scope = sandboxRules { place in
            .set(place.sandbox("scope"), to: "agent", creates: place.creates) { $0.text == "session" }
        }
        let idle = ["docker", "browser"].flatMap { key in
            sandboxRules { $0.isOwn ? .unset($0.sandbox(key)) : .unset($0.sandbox(key), where: { _ in false }) }
        }
        return .rules(scope + idle)
    }

    /// The sandbox mounts none of the sources that were found dangerous.
    var removeDangerousMounts: OpenClawChange {
        let sources = items(.sandboxDangerousBinds)
        return sandboxes { place in
            let pattern = place.sandbox("docker.binds")
            return ConfigurationRule(pattern, creates: false, "\(pattern) mounts nothing dangerous") { node in
                let items = node?.items ?? []
                let bad = items.indices.filter { index in
                    let source = items[index].text?.split(separator: ":").first.map(String.init)
                    return source.map(sources.contains) ?? false
                }
                return bad.isEmpty ? .keep : .without(bad)
            }
        }
    }

    /// Neither the sandbox nor its browser joins another network.
    var leaveOtherNetworks: OpenClawChange {
        let joins: @Sendable (JSONNode) -> Bool = { node in
            node.text == "host" || node.text?.contains("container:") == true
        }
        return .rules(
            ["docker.network", "browser.network"].flatMap { key in
                sandboxRules { .unset($0.sandbox(key), where: joins) }
            }
        )
    }
}

extension Fix {
    /// A setting of the sandbox of every agent that drifted.
    static func sandbox(_ key: String, _ value: JSONValue, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            fault.sandboxes { .set($0.sandbox(key), to: value, creates: $0.creates) }
        }
    }

    /// A limit of the sandbox; any that is set stays.
    static func sandboxLimit(_ key: String, _ value: JSONValue, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            fault.sandboxes { .set($0.sandbox(key), to: value, creates: $0.creates) { _ in true } }
        }
    }

    /// A profile of the sandbox that is not to be `unconfined`.
    static func sandboxProfile(_ key: String, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            fault.sandboxes { .unset($0.sandbox(key), where: { $0.text == "unconfined" }) }
        }
    }
}
