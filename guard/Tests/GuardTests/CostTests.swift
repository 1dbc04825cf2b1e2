@testable import Guard
import Testing

@Suite struct CostTests {
    private static let prices = "prices: {m: {input: 1000, output: 2000, cache-read: 100, cache-write: 4000}}"

    @Test func dollarsAreCountedByTheModelsPrice() async throws {
        let usage =
            #"{"input_tokens":1000,"cache_read_input_tokens":2000,"cache_creation_input_tokens":100,"output_tokens":500}"#
        let upstream = try StandIn { _ in StandIn.said("fine", usage) }
        let live = try await LiveGuard(upstream.port, key: Self.prices, more: "budget: {cost-per-day: 2.6}")
        #expect(try live.ask().text.contains("fine"))
        // 1 for what was read, 0.2 from the cache, 0.4 into it, 1 for what was written.
        #expect(live.server.service.use(of: "main").use.cost.description == "$2.6")
        #expect(try live.ask().text.contains("has had its $2.6 of a day"))
        #expect(upstream.requests.count == 1)
        try await live.end()
    }

    @Test func aModelWithoutAPriceIsRefusedWhereDollarsAreCounted() async throws {
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let live = try await LiveGuard(upstream.port, key: Self.prices, more: "budget: {cost-per-day: 5}")
        // What a request says is noted without secrets.
        let secret = "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"
        _ = try live.ask(model: secret)
        #expect(live.lines.contains { $0.contains("no price of the model [removed by nacre-guard") })
        #expect(!live.lines.joined().contains(secret))
        let answer = try live.ask(model: "other")
        #expect(answer.status == 200)
        #expect(answer.text.contains("one has no price of the model other"))
        #expect(answer.text.contains("[nacre-guard]"))
        #expect(upstream.requests.isEmpty)
        #expect(live.server.service.use(of: "main").open == 0)
        // Without such a budget it goes on.
        #expect(await live.reload(LiveGuard.configuration(upstream.port, key: Self.prices)).isTaken)
        #expect(try live.ask(model: "other").text.contains("fine"))
        #expect(
            await live.reload(
                LiveGuard.configuration(
                    upstream.port,
                    key: Self.prices.replacing("m:", with: "\"*\":"),
                    more: "budget: {cost-per-day: 5}"
                )
            ).isTaken
        )
        #expect(try live.ask(model: "other").text.contains("fine"))
        try await live.end()
    }
}
