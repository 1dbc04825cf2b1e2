import Hardening

extension Observer {
    /// Every chain of every agent that somebody can speak to.
    func chains() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            var records: [Record] = []
            for installation in all {
                if let doubt = installation.root.doubt {
                    records.append(Record(installation.name, [.chainKind: .unknown(doubt)]))
                    continue
                }
                for agent in await agentPolicies(installation) {
                    let speakers = Self.speakers(of: agent, installation)
                    records += AttackChain.all(agent, speakers: speakers).prefix(100).map(Self.record)
                }
            }
            return .state(all.isEmpty ? .absent : .records(records))
        }
    }

    private static func record(_ chain: AttackChain) -> Record {
        Record(
            "\(chain.speaker) → \(chain.agent) → \(chain.kind)",
            [
                .chainKind: .text(chain.kind),
                .chainSpeaker: .text(chain.speaker),
                .chainAgent: .text(chain.agent),
                .chainPrivate: chain.sees.map { .text($0) } ?? .unset,
                .chainAct: .text(chain.act),
                .chainPath: .text(chain.links.joined(separator: " → ")),
                .chainCut: .text(chain.cut),
            ]
        )
    }

    /// Who can put words before the agent without the owner's leave; paired and listed people have it.
    static func speakers(of agent: AgentPolicy, _ installation: Installation) -> [Speaker] {
        var found: [Speaker] = []
        for account in ChannelAccount.all(installation.root) where reaches(account, agent, installation.root) {
            let place =
                account.account == "default"
                ? "channels.\(account.channel)" : "channels.\(account.channel).accounts.\(account.account)"
            if account.dmAudience == "strangers" {
                found.append(
                    Speaker(
                        name: "anybody on \(account.name)",
                        isStranger: true,
                        link: "direct message on \(account.name)",
                        cut: "\(place).dmPolicy: \"pairing\", without \"*\" in allowFrom"
                    )
                )
            }
            if account.groupAudience == "strangers" || account.groupAudience == "members" {
                found.append(
                    Speaker(
                        name: "group members on \(account.name)",
                        isStranger: account.groupAudience == "strangers",
                        link: "message in a group on \(account.name)",
                        cut: "\(place).groupPolicy: \"allowlist\" with groupAllowFrom"
                    )
                )
            }
        }
        let hooks = installation.root["hooks"]
        let unsafe = hooks["mappings"].items.contains { $0["allowUnsafeExternalContent"].flag == true }
        if hooks["enabled"].flag == true, unsafe || hooks["gmail"].isObject {
            found.append(
                Speaker(
                    name: "whoever writes an e-mail or webhook",
                    isStranger: true,
                    link: "text handed in by a webhook",
                    cut: "hooks.mappings[].allowUnsafeExternalContent: false"
                )
            )
        }
        return found
    }

    /// Whether messages of the account go to the agent: by a binding, or to the default agent by none.
    private static func reaches(_ account: ChannelAccount, _ agent: AgentPolicy, _ root: Setting) -> Bool {
        let bindings = root["bindings"].items.filter { binding in
            let match = binding["match"]
            let fits = match["channel"].text.map { $0 == account.channel } ?? true
            let name = match["accountId"].text
            return fits && (name == nil || name == "*" || name == account.account)
        }
        if bindings.contains(where: { $0["agentId"].text == agent.id }) { return true }
        // A binding for some peers only leaves the rest to the default agent.
        return agent.isDefault && !bindings.contains { !$0["match"]["peer"].isSet && $0["agentId"].text != agent.id }
    }
}
