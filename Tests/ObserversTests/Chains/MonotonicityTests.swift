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
                    let left = exposure.with(cut)
                    let remaining = left.agents.flatMap { left.chains(of: $0).map(\.key) }
                    #expect(!remaining.contains(chain.key), "\(round): \(chain.links) after \(cut.map(\.words))")
                    chains += 1
                }
            }
        }
        #expect(chains > 6)
    }
}
