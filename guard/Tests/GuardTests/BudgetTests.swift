@testable import Guard
import Testing

@Suite struct BudgetTests {
    private func budget(_ change: (inout Budget.Limits) throws -> Void) rethrows -> Budget {
        var limits = Budget.Limits()
        try change(&limits)
        return Budget(limits)
    }

    private func excess(_ budget: inout Budget, at time: Int) -> Budget.Excess? {
        do throws(Budget.Excess) {
            try budget.begin(at: time)
            return nil
        } catch { return error }
    }

    @Test func requestsOfAMinute() {
        var budget = budget { $0.requestsPerMinute = 2 }
        #expect(excess(&budget, at: 0) == nil)
        #expect(excess(&budget, at: 30) == nil)
        #expect(excess(&budget, at: 45)?.seconds == 15)
        #expect(excess(&budget, at: 60) == nil)
    }

    @Test func tokensOfADayComeBackAfterADay() {
        var budget = budget { $0.tokensPerDay = 100 }
        #expect(excess(&budget, at: 0) == nil)
        budget.end(tokens: 60, at: 60)
        #expect(excess(&budget, at: 120) == nil)
        budget.end(tokens: 60, at: 3600)
        let late = excess(&budget, at: 7200)
        #expect(late?.what == "this agent has had its 100 tokens of a day")
        #expect(late?.seconds == 60 + 86400 - 7200)
        #expect(excess(&budget, at: 60 + 86400 + 60) == nil)
    }

    @Test func dollarsOfADay() throws {
        var budget = budget { $0.costPerDay = Dollars("0.5") }
        #expect(excess(&budget, at: 0) == nil)
        budget.end(tokens: 1, cost: try #require(Dollars("0.3")), at: 60)
        #expect(excess(&budget, at: 3600) == nil)
        budget.end(tokens: 1, cost: try #require(Dollars("0.2")), at: 3600)
        let late = excess(&budget, at: 7200)
        #expect(late?.what == "this agent has had its $0.5 of a day")
        #expect(late?.seconds == 60 + 86400 - 7200)
        #expect(excess(&budget, at: 60 + 86400 + 60) == nil)
    }

    @Test func whatWasUsedBeforeCountsAsIfItHadBeenNow() {
        var budget = budget { $0.tokensPerDay = 100 }
        #expect(excess(&budget, at: 6000) == nil)
        budget.end(tokens: 10, at: 6000)
        budget.restore([(minute: 100, use: .init(tokens: 40)), (minute: -1000, use: .init(tokens: 50))])
        #expect(budget.minutes.map(\.minute) == [-1000, 100])
        // It goes on when the oldest is a day ago.
        #expect(excess(&budget, at: 6060)?.seconds == (1440 - 1000) * 60 - 6060)
        #expect(excess(&budget, at: (1440 - 999) * 60) == nil)
        #expect(budget.used(at: 6000).tokens == 50)
        #expect(budget.used(at: (1440 + 200) * 60).tokens == 0)
    }

    @Test func streamsAtOnce() {
        var budget = budget { $0.streams = 2 }
        #expect(excess(&budget, at: 0) == nil)
        #expect(excess(&budget, at: 0) == nil)
        #expect(excess(&budget, at: 0)?.seconds == 0)
        budget.end(tokens: 0, at: 0)
        #expect(excess(&budget, at: 0) == nil)
        #expect(budget.open == 2)
    }
}
