import Documents
import Foundation
import Testing
import Vault

@testable import LinuxMachine

/// What OpenClaw asks an exec provider, as it was recorded, and what it is answered.
struct ProviderExchangeTests {
    @Test("the names of a question, each once")
    func question() throws {
        let recorded =
            #"{"protocolVersion":1,"provider":"nacre","ids":["models/openai","gateway/token","models/openai"]}"#
        #expect(try ProviderExchange.names(in: Array(recorded.utf8)) == ["models/openai", "gateway/token"])
    }

    @Test(
        "what is no question of version 1 is refused with a reason",
        arguments: [
            "", "nonsense", "[]", "{}", #"{"protocolVersion":1}"#, #"{"protocolVersion":1,"ids":[]}"#,
            #"{"protocolVersion":2,"ids":["a"]}"#, #"{"ids":["a"]}"#, #"{"protocolVersion":"1","ids":["a"]}"#,
            #"{"protocolVersion":1,"ids":[1]}"#, #"{"protocolVersion":1,"ids":"a"}"#,
            #"{"protocolVersion":1,"ids":["a"]}trailing"#,
        ]
    )
    func refused(_ text: String) {
        #expect(throws: ProviderExchange.Malformed.self) { try ProviderExchange.names(in: Array(text.utf8)) }
    }

    @Test("more names than anybody needs are refused, and random bytes end no process")
    func hostile() {
        let many = (0...ProviderExchange.mostNames).map { "\"n\($0)\"" }.joined(separator: ",")
        #expect(throws: ProviderExchange.Malformed.self) {
            try ProviderExchange.names(in: Array("{\"protocolVersion\":1,\"ids\":[\(many)]}".utf8))
        }
        for _ in 0..<500 {
            let noise = (0..<Int.random(in: 0...200)).map { _ in UInt8.random(in: 0...255) }
            #expect(throws: ProviderExchange.Malformed.self) { try ProviderExchange.names(in: noise) }
        }
    }

    @Test("a value for each name, and a code without words where there is none")
    func answer() throws {
        let values = ["a": "line\n\"quoted\" \u{1} ü", "empty": ""]
        let bytes = ProviderExchange.answer(["a", "empty", "none"]) { values[$0] }
        let read = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(read["protocolVersion"] as? Int == 1)
        // OpenClaw does not start with an empty value, so that it is none.
        #expect(read["values"] as? [String: String] == ["a": "line\n\"quoted\" \u{1} ü"])
        let errors = try #require(read["errors"] as? [String: [String: String]])
        #expect(errors == ["empty": ["code": "NOT_FOUND"], "none": ["code": "NOT_FOUND"]])
    }

    @Test("what is larger than OpenClaw takes is said by a code for each name, and before it is enrolled")
    func tooLarge() throws {
        let answer = try JSONDocument(ProviderExchange.refusal(["a", "b"], code: "ANSWER_TOO_LARGE"), dialect: .json)
            .root
        #expect(answer["protocolVersion"]?.integer == 1 && answer["values"]?.members?.isEmpty == true)
        #expect(answer["errors"]?["b"]?["code"]?.text == "ANSWER_TOO_LARGE")
        var vault = try Vault(keptBy: [KeySource("file")], parts: [SecretBytes([1])])
        let names = try (0..<20).map { try SecretName("s\($0)") }
        for name in names {
            try vault.set(name, to: SecretBytes([UInt8](repeating: 0x61, count: Vault.longestValue)), now: 1)
        }
        func client(_ names: [SecretName]) throws -> VaultClient {
            try VaultClient("claw", at: .container, account: 1, group: 1, secrets: names)
        }
        let most = ProviderExchange.longestAnswer / Vault.longestValue
        #expect(try client(Array(names.prefix(max(1, most - 1)))).objection(in: vault) == nil)
        let objection = try client(names).objection(in: vault)
        #expect(objection?.contains("takes at most 1048576 bytes") == true)
        let many = try (0...ProviderExchange.mostNames).map { try SecretName("n\($0)") }
        #expect(try client(many).objection(in: vault)?.contains("it has 257") == true)
    }
}
