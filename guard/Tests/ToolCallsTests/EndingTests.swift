import Exchanges
import Testing

@testable import ToolCalls

@Suite struct EndingTests {
    @Test(arguments: [
        (Dialect.google, "STOP"), (.ollama, "stop"), (.completions, "stop"), (.completions, "tool_calls"),
        (.anthropic, "tool_use"), (.anthropic, ""), (.anthropic, "unheard_of"), (.responses, "incomplete"),
    ]) func callsRunWhateverTheVersion(_ dialect: Dialect, _ finish: String) {
        for version in [nil, "2026.4.23", "2026.6.11", "2026.7.1", "2026.9.6", "2027.1.1"] {
            #expect(Sample.resolve("exec", finish: finish, dialect: dialect, version: version).tools == ["exec"])
        }
    }

    @Test(arguments: [
        (Dialect.anthropic, "end_turn"), (.anthropic, "max_tokens"), (.completions, "length"), (.google, "MAX_TOKENS"),
        (.ollama, "length"),
    ]) func callsDoNotRunInAVersionThatWasTried(_ dialect: Dialect, _ finish: String) {
        #expect(Sample.resolve("exec", finish: finish, dialect: dialect, version: "2026.9.6").calls.isEmpty)
        for version in [nil, "2026.4.23", "2026.6.11", "2026.9.7", "2026.9.6-beta.1"] {
            #expect(Sample.resolve("exec", finish: finish, dialect: dialect, version: version).tools == ["exec"])
        }
    }

    @Test func versionsAreThreeNumbers() {
        #expect(ClientVersion("2026.9.6") == ClientVersion(2026, 9, 6))
        #expect(ClientVersion("2026.9.6")?.description == "2026.9.6")
        for text in ["", "2026.9", "2026.9.6.1", "2026.9.x", "2026..6", "2026.9.6-1", "99999999999999999999.1.1"] {
            #expect(ClientVersion(text) == nil)
        }
        #expect(ClientVersion(2026, 7, 1) < ClientVersion(2026, 9, 6))
    }
}
