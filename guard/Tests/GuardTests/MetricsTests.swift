@testable import Guard
import Testing

@Suite struct MetricsTests {
    @Test func everyNumberIsDeclaredAndUsageIsCounted() async throws {
        let upstream = try StandIn { _ in
            StandIn.said(
                "fine",
                #"{"input_tokens":10,"output_tokens":5,"cache_read_input_tokens":4,"cache_creation_input_tokens":2}"#
            )
        }
        let live = try await LiveGuard(upstream.port, key: "prices: {m: {input: 1000, output: 2000}}")
        #expect(try live.ask().text.contains("fine"))
        #expect(try live.ask().text.contains("fine"))
        let text = String(decoding: Metrics(service: live.server.service).bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        func value(_ series: String) -> String? {
            lines.first { $0.hasPrefix(series + " ") }.map { String($0.dropFirst(series.count + 1)) }
        }
        let of = #"agent="main",upstream="one""#
        #expect(value("nacre_guard_tokens_total{\(of),kind=\"input\"}") == "20")
        #expect(value("nacre_guard_tokens_total{\(of),kind=\"cache_read\"}") == "8")
        #expect(value("nacre_guard_tokens_total{\(of),kind=\"cache_write\"}") == "4")
        #expect(value("nacre_guard_tokens_total{\(of),kind=\"output\"}") == "10")
        #expect(value("nacre_guard_exchanges_total{\(of)}") == "2")
        #expect(value("nacre_guard_cost_dollars_total{\(of)}") == "0.052")
        for name in [
            "state_failing", "vault_failing", "reload_failing", "journal_failing", "holds", "missing_addresses",
        ] {
            #expect(value("nacre_guard_\(name)") == "0", "\(name)")
        }
        #expect(value(#"nacre_guard_key_refused{upstream="one"}"#) == "0")
        // As the format wants it: help and type before the numbers of a name, each name once.
        var declared: [String] = []
        for line in lines where !line.hasPrefix("# HELP") {
            if line.hasPrefix("# TYPE ") {
                declared.append(String(line.split(separator: " ")[2]))
            } else {
                #expect(
                    line.split(whereSeparator: { "{ ".contains($0) }).first.map(String.init) == declared.last,
                    "\(line)"
                )
            }
        }
        #expect(Set(declared).count == declared.count)
        #expect(lines.count { $0.hasPrefix("# HELP ") } == declared.count)
        try await live.end()
    }

    @Test func labelsAreEscaped() { #expect(Metrics.escaped("a\\b\"c\nd") == #"a\\b\"c\nd"#) }
}
