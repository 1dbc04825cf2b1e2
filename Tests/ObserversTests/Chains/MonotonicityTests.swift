import Testing

@testable import Observers

@Suite struct MonotonicityTests {
    /// Who, over which agent, to what; people who get fewer are still the same people.
    private func ends(_ exposure: Exposure) -> Set<[String]> {
        Set(
            exposure.agents.flatMap { agent in
                exposure.chains(of: agent).map { chain in
                    [chain.speaker.entrance, chain.agent, chain.end.kind]
                }
            }
        )
    }

    @Test(arguments: 0..<4)
    func `a restriction more never makes a chain`(_ seed: Int) {
        var random = RandomExposure(seed: UInt64(seed))
        var chains = 0
        for round in 0..<20 {
            var exposure = random.exposure()
            var before = ends(exposure)
            chains += before.count
            for _ in 0..<5 {
                let (stricter, change) = random.restricted(exposure)
                let after = ends(stricter)
                #expect(after.isSubset(of: before), "\(seed)/\(round): \(change) made \(after.subtracting(before))")
                (exposure, before) = (stricter, after)
            }
        }
        #expect(chains > 20, "the random installations have chains to lose")
    }

    @Test func `every chain has a cut, and it cuts`() {
        var random = RandomExposure(seed: 99)
        var chains = 0
        for round in 0..<6 {
            let exposure = random.exposure()
            for agent in exposure.agents {
                let found = exposure.chains(of: agent)
                let cuts = exposure.cuts(of: agent, found)
                for chain in found {
                    let cut = cuts[chain.key] ?? []
                    #expect(!cut.isEmpty, "\(round): nothing cuts \(chain.links)")
                    let left = exposure.with(cut)
                    let remaining = left.agents.flatMap { left.chains(of: $0).map(\.key) }
                    #expect(!remaining.contains(chain.key), "\(round): \(chain.links) after \(cut.map(\.words))")
                    chains += 1
                }
            }
        }
        #expect(chains > 6)
    }

    /// What is left of an installation's chains after the cuts that are told, tried one chain at a time.
    private func uncut(_ exposure: Exposure) -> [String] {
        exposure.agents.flatMap { agent in
            let chains = exposure.chains(of: agent)
            let cuts = exposure.cuts(of: agent, chains)
            return chains.compactMap { chain -> String? in
                guard let cut = cuts[chain.key] else { return "\(chain.links): no cut" }
                let left = exposure.with(cut)
                let isLeft = left.agents.contains { agent in left.chains(of: agent).contains { $0.key == chain.key } }
                return isLeft ? "\(chain.links) after \(cut.map(\.words))" : nil
            }
        }
    }

    @Test(arguments: [nil, "2026.2.15", "2026.3.13", "2026.4.19", "2026.9.4"])
    func `whatever is left at its default has a cut`(_ version: String?) async {
        let open =
            "channels: {telegram: {dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'open'}, slack: {groupPolicy: 'open'}}"
        let hooks = "hooks: {enabled: true, gmail: {}}"
        let stars = "channels: {imessage: {groupPolicy: 'open', groupAllowFrom: ['*'], groups: {'*': {}}}}"
        let agents = "agents: {list: [{id: 'a', tools: {profile: 'full', exec: {security: 'full'}}}, {id: 'b'}]}"
        for text in [
            "{}", "{\(open)}", "{\(stars)}", "{\(hooks)}", "{\(open), \(agents)}", "{tools: {exec: {mode: 'full'}}}",
        ] {
            #expect(uncut(await Exposure.reading(text, version: version)).isEmpty, "\(text)")
        }
    }

    @Test func `a cut that takes several changes takes no more than it needs`() async throws {
        let exposure = await Exposure.reading("{agents: {list: [{id: 'a', sandbox: {mode: 'off'}}]}}")
        let agent = try #require(exposure.agents.first)
        let cuts = exposure.cuts(of: agent, exposure.chains(of: agent))
        for (key, cut) in cuts where cut.count > 1 {
            for index in cut.indices {
                var fewer = cut
                fewer.remove(at: index)
                let left = exposure.with(fewer)
                let remains = left.agents.contains { agent in left.chains(of: agent).contains { $0.key == key } }
                #expect(remains, "\(cut[index].words) is not needed against \(key)")
            }
        }
        #expect(cuts.values.contains { $0.count > 1 })
    }

    /// OpenClaw's own short baseline, and the same for a team in a chat: nobody gets anywhere.
    @Test(arguments: [nil, "2026.4.19", "2026.9.4"])
    func `well hardened installations have no chain`(_ version: String?) async {
        let baseline = """
            gateway: {mode: 'local', bind: 'loopback', auth: {mode: 'token'}}, session: {dmScope: 'per-channel-peer'},
            tools: {profile: 'messaging', fs: {workspaceOnly: true}, exec: {security: 'deny', ask: 'always'},
              deny: ['group:automation', 'group:runtime', 'group:fs', 'sessions_spawn', 'sessions_send'],
              elevated: {enabled: false}}
            """
        let pairing = "channels: {telegram: {dmPolicy: 'pairing', groups: {'*': {requireMention: true}}}}"
        let team =
            "channels: {slack: {dmPolicy: 'allowlist', allowFrom: ['U1'], channels: {C1: {users: ['U1', 'U2']}}}}"
        let sandboxed = """
            agents: {defaults: {sandbox: {mode: 'all', workspaceAccess: 'none'}}}, session: {dmScope: 'per-peer'},
            tools: {profile: 'coding', deny: ['group:web', 'browser', 'cron', 'group:memory', 'sessions_send']},
            channels: {telegram: {dmPolicy: 'pairing'}}
            """
        for text in ["{\(baseline), \(pairing)}", "{\(baseline), \(team)}", "{\(sandboxed)}"] {
            #expect(await Exposure.reading(text, version: version).chainNames.isEmpty, "\(text)")
        }
    }
}
