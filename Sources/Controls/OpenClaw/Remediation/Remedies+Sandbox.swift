import Documents
import Hardening

extension OpenClawRemedy {
    static let sandbox: [OpenClawRemedy] = [
        // Agents' own containers have no say in a shared sandbox; they would begin to count, unlooked at.
        OpenClawRemedy("separate-sandboxes", .openclawAgents) { drift in
            let scope = drift.sandboxRules { place in
                .set(place.sandbox("scope"), to: "agent", creates: place.creates) { $0.text == "session" }
            }
            let idle = ["docker", "browser"].flatMap { key in
                drift.sandboxRules {
                    $0.isOwn ? .unset($0.sandbox(key)) : .unset($0.sandbox(key), where: { _ in false })
                }
            }
            return .rules(scope + idle)
        },
        // Where nothing is set the sandbox sees none of the workspace; setting it would let it look.
        OpenClawRemedy("keep-workspace-out-of-sandbox", .openclawAgents) { drift in
            .rules(
                drift.sandboxRules { place in
                    .set(place.sandbox("workspaceAccess"), to: "ro", creates: false) { $0.text == "none" }
                }
            )
        },
        set("isolate-sandbox-network", "docker.network", "none"),
        set("keep-sandbox-root-read-only", "docker.readOnlyRoot", true),
        OpenClawRemedy("drop-sandbox-capabilities", .openclawAgents) { drift in
            .rules(drift.sandboxRules { .include(["ALL"], in: $0.sandbox("docker.capDrop"), creates: false) })
        },
        OpenClawRemedy("mount-nothing-dangerous-in-sandbox", .openclawAgents) { drift in
            let sources = drift.items(.sandboxDangerousBinds)
            return .rules(
                drift.sandboxRules { place in
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
            )
        },
        OpenClawRemedy("keep-sandbox-checks", .openclawAgents) { drift in
            .rules(
                drift.items(.sandboxDangerousFlags).flatMap { flag in
                    drift.sandboxRules { .unset($0.sandbox("docker.\(flag)")) }
                }
            )
        },
        unconfined("keep-sandbox-seccomp", "docker.seccompProfile"),
        unconfined("keep-sandbox-apparmor", "docker.apparmorProfile"),
        OpenClawRemedy("limit-sandbox-processes", .openclawAgents) { drift in
            .rules(
                drift.sandboxRules { place in
                    .set(place.sandbox("docker.pidsLimit"), to: 256, creates: place.creates) { node in
                        node.integer.map { (1...1024).contains($0) } ?? false
                    }
                }
            )
        },
        limit("limit-sandbox-memory", "docker.memory", "1g"),
        limit("limit-sandbox-cpus", "docker.cpus", 1),
        OpenClawRemedy("run-sandbox-as-user", .openclawAgents) { drift in
            .rules(
                drift.sandboxRules {
                    .replace($0.sandbox("docker.user"), ["root", "0", "0:0", "root:root"], by: "1000:1000")
                }
            )
        },
        OpenClawRemedy("keep-sandbox-off-other-networks", .openclawAgents) { drift in
            let joins: @Sendable (JSONNode) -> Bool = { node in
                node.text == "host" || node.text?.contains("container:") == true
            }
            return .rules(
                ["docker.network", "browser.network"].flatMap { key in
                    drift.sandboxRules { .unset($0.sandbox(key), where: joins) }
                }
            )
        },
        OpenClawRemedy("restrict-sandbox-browser", .openclawAgents) { drift in
            .rules(drift.sandboxRules { .unset($0.sandbox("browser.network"), where: { $0.text == "bridge" }) })
        },
        set("hide-sessions-from-sandbox", "sessionToolsVisibility", "spawned"),
        // The built-in list denies them; one that somebody wrote takes its place.
        OpenClawRemedy("keep-tools-inside-sandbox", .openclawAgents) { drift in
            let tools = drift.items(.sandboxEscapingTools)
            return .rules(drift.agentRules { .include(tools, in: $0.tools("sandbox.tools.deny"), creates: false) })
        },
        set("keep-host-browser-from-sandbox", "browser.allowHostControl", false),
    ]

    private static func set(_ phrase: String, _ key: String, _ value: JSONValue) -> Self {
        Self(phrase, .openclawAgents) { drift in
            .rules(drift.sandboxRules { .set($0.sandbox(key), to: value, creates: $0.creates) })
        }
    }

    /// Any limit that is set stays.
    private static func limit(_ phrase: String, _ key: String, _ value: JSONValue) -> Self {
        Self(phrase, .openclawAgents) { drift in
            .rules(drift.sandboxRules { .set($0.sandbox(key), to: value, creates: $0.creates) { _ in true } })
        }
    }

    private static func unconfined(_ phrase: String, _ key: String) -> Self {
        Self(phrase, .openclawAgents) { drift in
            .rules(drift.sandboxRules { .unset($0.sandbox(key), where: { $0.text == "unconfined" }) })
        }
    }
}

extension OpenClawRemedy.Drift {
    /// The rule where the sandbox is configured; one that agents share follows the setting for all.
    func sandboxRules(_ rule: (AgentPlace) -> ConfigurationRule) -> [ConfigurationRule] {
        agentRules(isShared: records.contains { $0[.sandboxScope] == "shared" }, rule)
    }
}
