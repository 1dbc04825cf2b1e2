import Exchanges
import Guard
import Testing

@Suite struct ConfigurationTests {
    private static let whole = """
        listen: ["127.0.0.1:18785", "[::1]:18785"]
        upstreams:
          anthropic:
            dialect: anthropic-messages
            url: https://api.anthropic.com
            key: anthropic-key
          router:
            dialect: openai-completions
            url: https://openrouter.ai/api/v1/
            passes: [/v1/credits]
            prices: {"*": {input: 3.0, output: 15, cache-read: 0.30}, "a b": {input: 0, output: 0}}
        agents:
          main:
            placeholder: sha256:\(String(repeating: "0a", count: 32))
            upstream: anthropic
            holds: [exec]
            budget: {requests-per-minute: 5, streams: 2, cost-per-day: 20.5}
        filter: {keys: false, hosts: any}
        limits: {silence: 5}
        """

    @Test func everythingIsRead() throws {
        let read = try GuardConfiguration(reading: Self.whole)
        #expect(read.listeners.map(\.description) == ["127.0.0.1:18785", "[::1]:18785"])
        #expect(
            read.upstreams.map(\.address.description) == ["https://api.anthropic.com", "https://openrouter.ai/api/v1"]
        )
        #expect(read.upstreams[1].passes == ["/v1/credits"])
        #expect(read.agents.first?.budget.requestsPerMinute == 5)
        let price = try #require(read.upstreams[1].prices["*"])
        #expect(
            [price.input, price.output, price.cacheRead, price.cacheWrite].map(\.description) == [
                "$3", "$15", "$0.3", "$3",
            ]
        )
        #expect(read.upstreams[1].prices.count == 2)
        #expect(read.agents.first?.budget.costPerDay?.description == "$20.5")
        #expect(read.agents.first?.holds == ["exec"])
        #expect(read.filter.takesKeys == false)
        #expect(read.filter.hosts == nil)
        #expect(read.limits.silence == 5)
        #expect(read.limits.drain == 315)
    }

    @Test(
        "what is wrong is told with its line",
        arguments: [
            (
                "    dialect: anthropic-messages", "    dialect: anthropic",
                "line 4: upstreams.anthropic.dialect is none of"
            ),
            (
                "https://api.anthropic.com", "http://api.anthropic.com",
                "line 5: upstreams.anthropic.url would send the key in clear"
            ),
            ("https://api.anthropic.com", "https://user@api", "line 5: upstreams.anthropic.url wants"),
            ("anthropic-key", "\"sk-ant-x y\"", "upstreams.anthropic.key is the name of a credential"),
            ("holds: [exec]", "hold: [exec]", "line 16: agents.main has no hold"),
            ("upstream: anthropic", "upstream: other", "line 15: agents.main.upstream: there is no upstream other"),
            ("sha256:0a", "sha256:0g", "line 14: agents.main.placeholder wants sha256:"),
            ("streams: 2", "streams: 0", "agents.main.budget.streams is a whole number above 0"),
            ("cost-per-day: 20.5", "cost-per-day: 0", "line 17: agents.main.budget.cost-per-day is above 0"),
            ("cost-per-day: 20.5", "cost-per-day: -1", "agents.main.budget.cost-per-day is a number of dollars"),
            ("cost-per-day: 20.5", "cost-per-day: 1e3", "agents.main.budget.cost-per-day is a number of dollars"),
            ("cost-per-day: 20.5", "cost-per-day: 1000001", "agents.main.budget.cost-per-day is a number of dollars"),
            ("output: 15,", "", "line 11: upstreams.router.prices.* wants input and output"),
            ("input: 3.0", "input: $3", "upstreams.router.prices.*.input is a number of dollars"),
            ("key: anthropic-key", "key: vault:/x", "line 6: upstreams.anthropic.key: the vault has no such names"),
            ("limits: {", "vault: socket\nlimits: {", "line 19: vault wants the path of a socket"),
            ("hosts: any", "hosts: [\"a b\"]", "filter.hosts wants names of hosts"),
            ("limits: {silence: 5}", "limits: [", "line "),
        ]
    )
    func faults(old: String, new: String, words: String) throws {
        let text = Self.whole.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false).joined(
            separator: new
        )
        #expect(text != Self.whole)
        do throws(ConfigurationFault) {
            _ = try GuardConfiguration(reading: text)
            Issue.record("it was read")
        } catch { #expect(error.description.contains(words), "\(error)") }
    }

    @Test(
        "addresses",
        arguments: [
            ("https://a.example", "https://a.example"), ("http://127.0.0.1:11434/", "http://127.0.0.1:11434"),
            ("https://[::1]:8443/v1", "https://[::1]:8443/v1"), ("https://a.example:443/x/", "https://a.example/x"),
        ]
    )
    func addresses(text: String, written: String) { #expect(UpstreamAddress(text)?.description == written) }

    @Test(
        "what is no address",
        arguments: [
            "a.example", "https://", "https://a b", "https://a/?x", "https://a/#x", "https://u@a", "https://a:0",
            "https://a:99999",
            "https://a:x", "ftp://a", "https://[::1", "https://a\\b", "https://a/ b",
        ]
    )
    func noAddresses(text: String) { #expect(UpstreamAddress(text) == nil) }
}
