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
                    records.append(Self.unclear(installation.name, doubt))
                    continue
                }
                let exposure = await exposure(installation)
                for agent in exposure.agents.prefix(Self.mostAgents) { records += Self.chains(agent, exposure) }
                if exposure.agents.count > Self.mostAgents {
                    let why = "only the first \(Self.mostAgents) agents were looked at"
                    records.append(Self.unclear(installation.name, why))
                }
            }
            return .state(all.isEmpty ? .absent : .records(records))
        }
    }

    private static let mostAgents = 200
    private static let mostChains = 100

    static func chains(_ agent: AgentPolicy, _ exposure: Exposure) -> [Record] {
        if let doubt = exposure.doubt(about: agent) { return [unclear("agent \(agent.id)", doubt)] }
        let chains = exposure.chains(of: agent)
        let cuts = exposure.cuts(of: agent, chains)
        let doubts = exposure.doubts(aboutSpeakersTo: agent).prefix(1).map { unclear("agent \(agent.id)", $0) }
        return chains.prefix(mostChains).map { record($0, cut: cuts[$0.key]?.map(\.words).joined(separator: "; and ")) }
            + doubts
    }

    private static func unclear(_ name: String, _ why: String) -> Record {
        Record(name, [.chainKind: .unknown(why)])
    }

    private static func record(_ chain: AttackChain, cut: String?) -> Record {
        Record(
            "\(chain.speaker.name) → \(chain.agent) → \(chain.end.kind)",
            [
                .chainKind: .text(chain.end.kind),
                .chainSpeaker: .text(chain.speaker.name),
                .chainAgent: .text(chain.agent),
                .chainPrivate: chain.end.sees.map { .text($0) } ?? .unset,
                .chainAct: .text(chain.end.act),
                .chainPath: .text(chain.links.joined(separator: " → ")),
                .chainCut: cut.map { .text($0) } ?? .unknown("no one setting breaks it"),
            ]
        )
    }
}
