import Hardening
import Testing

@testable import Observers

@Suite struct BanGrowthTests {
    @Test func `stock settings grow where they are on`() {
        #expect(BanGrowth().value(from: 600) == false)
        #expect(BanGrowth(isOn: true).value(from: 600) == true)
        #expect(BanGrowth(isOn: true, longest: 604_800).value(from: 600) == true)
        #expect(BanGrowth(isOn: true, multipliers: "1 2 4 8", factor: "1").value(from: 600) == true)
    }

    @Test func `what a limit, multipliers or a factor keep the same does not grow`() {
        #expect(BanGrowth(isOn: true, longest: 600).value(from: 600) == false)
        #expect(BanGrowth(isOn: true, multipliers: "1 1 1").value(from: 600) == false)
        #expect(BanGrowth(isOn: true, multipliers: "1 2 1").value(from: 600) == false)
        #expect(BanGrowth(isOn: true, factor: "0").value(from: 600) == false)
    }

    @Test func `what is computed otherwise is unknown`() {
        for growth in [
            BanGrowth(isOn: true, formula: "ban.Time"), BanGrowth(isOn: true, multipliers: "a b"),
            BanGrowth(isOn: true, factor: "math.e"),
        ] {
            guard case .unknown = growth.value(from: 600) else {
                Issue.record("\(growth)")
                continue
            }
        }
        let stock = "ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor"
        #expect(BanGrowth(isOn: true, formula: stock).value(from: 600) == true)
    }
}
