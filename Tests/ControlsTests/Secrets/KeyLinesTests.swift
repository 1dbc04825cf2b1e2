import Hardening
import Testing

/// Where keys are said to be, and which of them are no text.
struct KeyLinesTests {
    @Test func `the line of a variable is the one that sets it, whatever a value of several lines holds`() async throws
    {
        let bench = MigrationBench(
            #"{"models": {"providers": {"openai": {"apiKey": "${OPENAI_API_KEY}"}}}}"#,
            variables: """
                NOTE="begins
                OPENAI_API_KEY=what stands in a text
                ends"
                export OPENAI_API_KEY=sk-one-two-three-four-five-six
                LAST='
                OPENAI_API_KEY=nor this
                '

                """
        )
        let key = try #require(try await bench.keys()?.keys.first { $0.variable == "OPENAI_API_KEY" })
        #expect(key.value == "sk-one-two-three-four-five-six")
        #expect(key.sources.map(\.line) == [4])
    }

    @Test func `a key with half a character stays where it is`() async throws {
        let bench = MigrationBench(
            #"{"gateway": {"auth": {"token": "abcdefghijklmnop\ud800qrstuvwxyz"}}, "channels": {"telegram": {"botToken": "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw\ud83d\ude00"}}}"#
        )
        let keys = try #require(try await bench.keys()).keys
        let token = try #require(keys.first { $0.words == "gateway.auth.token" })
        #expect(token.blocker?.contains("half a character") == true)
        let whole = try #require(keys.first { $0.words == "channels.telegram.botToken" })
        #expect(whole.blocker?.contains("half a character") != true)
    }
}
