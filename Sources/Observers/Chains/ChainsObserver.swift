import Catalog
import Hardening
import Surface

/// How an attacker could go from outside to what is worth having.
struct ChainsObserver: SubjectObserver {
    let look: Look

    /// Every chain of every agent that somebody can speak to.
    func chains() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        let gateways = all.filter { !$0.isClient }
        for installation in gateways {
            if let doubt = installation.root.doubt {
                records.append(Self.unclear(installation.name, doubt))
                continue
            }
            records += Self.chains(await agents.exposure(installation), of: installation.name)
        }
        return gateways.isEmpty ? nil : records
    }

    private static let mostAgents = 200

    /// One record for each way to each end; agents that differ in nothing else share it.
    static func chains(_ exposure: Exposure, of name: String) -> [Record] {
        var ways: [Way: [String]] = [:]
        var order: [Way] = []
        var unclear: [Record] = []
        let agents = exposure.agents
        for agent in agents.prefix(mostAgents) {
            let name = "agent \(agent.id)"
            if let doubt = exposure.doubt(about: agent) {
                unclear.append(Self.unclear(name, doubt))
                continue
            }
            let chains = exposure.chains(of: agent)
            let cuts = exposure.cuts(of: agent, chains)
            for chain in chains {
                let cut = cuts[chain.key]
                let words = cut.map { $0.map(\.words).joined(separator: "; and ") }
                let origin = cut?.first?.changes.first.flatMap { exposure.root.origin(near: $0.path) }
                let way = Way(
                    speaker: chain.speaker,
                    end: chain.end,
                    cut: words,
                    settings: (cut ?? []).filter(\.isDear).flatMap(\.settings),
                    denials: (cut ?? []).filter(\.isDear).flatMap(\.denials),
                    origin: origin
                )
                if ways[way] == nil { order.append(way) }
                ways[way, default: []].append(agent.id)
            }
            unclear += exposure.doubts(aboutSpeakersTo: agent).prefix(1).map { Self.unclear(name, $0) }
        }
        if agents.count > mostAgents {
            unclear.append(Self.unclear(name, .tooLarge("only the first \(mostAgents) agents were looked at")))
        }
        let denied = exposure.root.at("tools.deny")
        return order.map { way in
            var record = record(way, over: ways[way] ?? [])
            record[.deniedTools] = denied.innerDoubt.map { .unknown($0) } ?? .list(denied.texts)
            return record
        } + unclear
    }

    private struct Way: Hashable {
        let speaker: Speaker
        let end: End
        let cut: String?
        /// What of it nothing else asks for.
        let settings: [String]
        let denials: [String]
        /// Where the setting is, or the object that lacks it.
        let origin: Origin?
    }

    private static func unclear(_ name: String, _ why: Unknown) -> Record {
        Record(name, [.chainKind: .unknown(why)])
    }

    private static func record(_ way: Way, over agents: [String]) -> Record {
        let shown = agents.prefix(3).joined(separator: ", ")
        let over = agents.count > 3 ? "\(shown) and \(agents.count - 3) more" : shown
        let links = [way.speaker.link, "agent \(over)"] + way.end.links
        return Record(
            "\(way.speaker.name) → \(over) → \(way.end.kind)",
            [
                .chainKind: .text(way.end.kind),
                .chainSpeaker: .text(way.speaker.name),
                .chainAgent: .list(agents),
                .chainPrivate: way.end.sees.map { .text($0) } ?? .unset,
                .chainAct: .text(way.end.act),
                .chainPath: .text(links.joined(separator: " → ")),
                .chainCut: way.cut.map { .text($0) } ?? .unknown(.notStated("no setting that is known breaks it")),
                .chainSettings: .list(way.settings), .chainDenials: .list(way.denials),
            ],
            origins: way.origin.map { [.chainCut: $0] } ?? [:]
        )
    }
}
