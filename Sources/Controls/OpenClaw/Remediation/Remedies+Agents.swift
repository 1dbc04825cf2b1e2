import Documents
import Hardening

extension OpenClawRemedy {
    static func agents(_ profile: Profile) -> [OpenClawRemedy] {
        commands(profile) + elevation + tools + files
    }

    /// Controls that hold where the agent cannot run commands.
    private static func commands(_ profile: Profile) -> [OpenClawRemedy] {
        commandPhrases.map { phrase in
            OpenClawRemedy(phrase, .openclawAgents) { drift in
                guard !profile.openclaw.allowExec else {
                    return .advice(
                        "The profile lets agents run commands, so who approves them, and where they run, is for you to say: set tools.exec.ask to always with tools.exec.host gateway, or agents.defaults.sandbox.mode to all."
                    )
                }
                let denials = drift.denials(of: runtime)
                guard phrase == "ask-before-commands" else { return .rules(denials) }
                // Whoever takes the tool back later has a policy to change, too.
                return .rules(denials + drift.agentRules { refusing($0.tools("exec"), creates: $0.creates) })
            }
        } + [
            OpenClawRemedy("use-one-way-of-approval", .openclawAgents) { drift in
                .rules(drift.agentRules { oneWay($0.tools("exec")) })
            },
            set("check-inline-code", "exec.strictInlineEval", true),
            set("patch-inside-workspace", "exec.applyPatch.workspaceOnly", true),
            OpenClawRemedy("trust-only-filters", .openclawAgents) { drift in
                .rules(drift.agentRules { .exclude(drift.items(.broadSafeBins), from: $0.tools("exec.safeBins")) })
            },
            OpenClawRemedy("trust-only-system-directories", .openclawAgents) { drift in
                let directories = drift.items(.riskyBinDirectories)
                return .rules(drift.agentRules { .exclude(directories, from: $0.tools("exec.safeBinTrustedDirs")) })
            },
        ]
    }

    private static let commandPhrases = [
        "ask-before-commands", "enforce-approvals", "sandbox-risky-agents", "find-sandbox-for-commands",
        "restrict-tools", "deny-commands-with-files", "limit-commands-with-skills",
    ]

    /// Tools that run commands; since 2026.8 the terminal is in another group.
    private static let runtime = ["group:runtime", "terminal"]

    /// Names that a version does not have deny nothing there, and what a later one brings stays denied.
    private static let denials = [
        ("withhold-gateway-tool", ["gateway", "openclaw", "plugins"]), ("withhold-cron-tool", ["cron"]),
        ("withhold-nodes-tool", ["group:nodes"]), ("withhold-terminal-tool", ["terminal"]),
        ("withhold-portal-tool", ["portal"]), ("keep-small-models-off-the-web", ["group:web", "browser"]),
    ]

    /// The tools that each control denies where it is put in place, by the control's phrase.
    static func denials(_ profile: Profile) -> [String: [String]] {
        let commands = profile.openclaw.allowExec ? [] : commandPhrases.map { ($0, runtime) }
        return Dictionary(denials + commands) { first, _ in first }
    }

    /// Where commands would run unasked they are refused: by the mode where there is one, else by the older key, which
    /// every version takes; both together none takes.
    private static func refusing(_ pattern: ConfigurationPattern, creates: Bool) -> ConfigurationRule {
        ConfigurationRule(pattern, creates: creates, "\(pattern) refuses what would run unasked") { node in
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
    private static func oneWay(_ pattern: ConfigurationPattern) -> ConfigurationRule {
        ConfigurationRule(pattern, creates: false, "\(pattern) has its mode alone") { node in
            guard let mode = node?["mode"]?.text, node?["security"] != nil || node?["ask"] != nil else { return .keep }
            let order = ["deny", "allowlist", "ask", "auto", "full"]
            let older = older(security: node?["security"]?.text ?? "full", ask: node?["ask"]?.text ?? "off")
            let ranks = [mode, older].map { order.firstIndex(of: $0) ?? order.count - 1 }
            return .edits([
                .set(.string(order[min(ranks[0], ranks[1])]), at: ["mode"]), .remove(at: ["security"]),
                .remove(at: ["ask"]),
            ])
        }
    }

    private static func older(security: String, ask: String) -> String {
        switch (security, ask) {
        case ("deny", _): "deny"
        case ("allowlist", "off"): "allowlist"
        case ("full", let ask) where ask != "always": "full"
        default: "ask"
        }
    }

    /// An agent's own `elevated` replaces the one for all, whole.
    private static let elevation: [OpenClawRemedy] =
        ["elevate-nobody-in-public", "elevate-nobody", "elevate-few", "elevate-on-request"].map { phrase in
            OpenClawRemedy(phrase, .openclawAgents) { drift in
                .rules(
                    drift.agentRules { place in
                        let pattern = place.tools("elevated.enabled")
                        let anchor = place.isOwn && !place.creates ? pattern.steps.count - 1 : nil
                        return .set(pattern, to: false, anchor: anchor)
                    }
                        + (phrase == "elevate-on-request"
                            ? [.replace("agents.defaults.elevatedDefault", "on", "full", by: "off")] : [])
                )
            }
        }

    private static let tools: [OpenClawRemedy] =
        denials.map { deny($0, $1) } + [
            OpenClawRemedy("stay-in-workspace", .openclawAgents) { drift in
                let inside = drift.agentRules { .set($0.tools("fs.workspaceOnly"), to: true, creates: $0.creates) }
                // In some versions the section gives a narrow profile its file tools back.
                guard drift.records.contains(where: { $0[.widensProfile] == true }) else { return .rules(inside) }
                return .rules(inside + drift.denials(of: ["group:fs"]))
            },
            set("detect-loops", "loopDetection.enabled", true),
            OpenClawRemedy("keep-minimal-profile", .openclawAgents) { drift in
                .rules(
                    drift.agentRules {
                        $0.isOwn ? .unset($0.tools("profile")) : .set($0.tools("profile"), to: "minimal")
                    }
                )
            },
            OpenClawRemedy("fetch-no-private-addresses", .openclawAgents) { drift in
                let keys = [
                    "dangerouslyAllowPrivateNetwork", "allowRfc2544BenchmarkRange", "allowIpv6UniqueLocalRange",
                ]
                return .rules(
                    keys.flatMap { key in
                        drift.agentRules { .replace($0.tools("web.fetch.ssrfPolicy.\(key)"), [true], by: false) }
                    }
                )
            },
            // Newer versions are wide where nothing is set, so that something has to be.
            .rules("isolate-agents", .openclawAgents, .set("tools.agentToAgent.enabled", to: false)),
            .rules(
                "see-own-sessions-only",
                .openclawAgents,
                .set("tools.sessions.visibility", to: "tree", orOne: "self")
            ),
            OpenClawRemedy("answer-where-asked", .openclawAgents) { drift in
                let keys = ["message.crossContext.allowAcrossProviders", "message.allowCrossContextSend"]
                let corrected = keys.flatMap { key in
                    drift.agentRules { .replace($0.tools(key), [true], by: false) }
                }
                return .rules([.set("tools.\(keys[0])", to: false)] + corrected)
            },
            OpenClawRemedy("think-unseen", .openclawAgents) { drift in
                let keys = ["verboseDefault", "reasoningDefault"]
                return .rules(
                    keys.flatMap { key in
                        drift.agentRules { .replace($0.agent(key), ["on", "stream", "full"], by: "off") }
                    }
                )
            },
        ]

    /// The file of approvals, which the gateway reads at each question.
    private static let files: [OpenClawRemedy] = [
        approvals("deny-unanswered-commands", "askFallback", by: "deny"),
        approvals("trust-no-programs-of-skills", "autoAllowSkills", by: false),
    ]

    private static func approvals(_ phrase: String, _ key: String, by value: JSONValue) -> Self {
        Self(phrase, .openclawAgents) { drift in
            guard !drift.records.contains(where: { $0[.approvalsAreInDatabase] == true }) else {
                return .advice(
                    "The approvals are in the gateway's database, which OpenClaw alone writes. Take the file out of openclaw approvals get --json, correct \(key) in it wherever it stands, and openclaw approvals set --file FILE."
                )
            }
            let rule = ConfigurationRule.set(
                ConfigurationPattern([.anywhere, .key(key)]),
                to: value,
                creates: false
            )
            return .amendments([drift.site.approvals(rule)])
        }
    }

    /// A tool setting of every agent that drifted.
    private static func set(_ phrase: String, _ key: String, _ value: JSONValue) -> Self {
        Self(phrase, .openclawAgents) { drift in
            .rules(drift.agentRules { .set($0.tools(key), to: value, creates: $0.creates) })
        }
    }

    private static func deny(_ phrase: String, _ names: [String]) -> Self {
        Self(phrase, .openclawAgents) { drift in
            .rules(drift.denials(of: names))
        }
    }
}

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

extension OpenClawRemedy.Drift {
    /// What keeps tools from the agents that drifted.
    ///
    /// A list for all holds whatever agents' own lists say, which are therefore left alone where it is used.
    func denials(of names: [String]) -> [ConfigurationRule] {
        let rules = agentRules { .include(names, in: $0.tools("deny"), creates: $0.creates) }
        return rules.first?.anchor == 0 ? Array(rules.prefix(1)) : rules
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
                return found.anchored(at: steps.count)
            }
        }
        // What only corrects what is there has to reach the setting for all, wherever the agents have it from.
        let shared = rule(AgentPlace(own: nil, creates: true))
        return (isGlobal || !shared.creates ? [shared] : []) + own
    }
}

extension ConfigurationRule {
    fileprivate func anchored(at count: Int) -> Self {
        Self(pattern, anchor: max(anchor, count), creates: creates, summary, revise: revise)
    }
}

extension OpenClawSite {
    /// What makes the file of approvals follow the rule.
    fileprivate func approvals(_ rule: ConfigurationRule) -> Amendment {
        let path = "\(directory)/exec-approvals.json"
        return Amendment(.file(path), rule.summary) { state throws(Amendment.Failure) in
            guard case .file(var file) = state else { throw Amendment.Failure("is not there") }
            do {
                let document = try JSONDocument(file.bytes)
                let edits = rule.edits(of: ConfigurationFile(document: document, place: []))
                guard !edits.isEmpty else { return state }
                file.bytes = try document.applying(edits).bytes
                file.mode &= 0o600
                return .file(file)
            } catch {
                throw Amendment.Failure("\(error)")
            }
        }
    }
}
