import Documents
import Testing

@Suite struct JSONReversalTests {
    private static let before = """
        {
          // mine
          "gateway": { "bind": "lan", "port": 18789 },
          "tools": { "deny": ["a"] }
        }
        """
    private static let after = """
        {
          // mine
          "gateway": { "bind": "loopback", "port": 18789, "trustedProxies": ["172.18.0.1"], "auth": { "rateLimit": { "on": true } } },
          "tools": { "deny": ["a", "group:runtime"] }
        }
        """

    private func reversal(_ current: String) throws -> JSONReversal {
        try JSONReversal(of: Array(Self.after.utf8), to: Array(Self.before.utf8), in: Array(current.utf8))
    }

    private func text(_ reversal: JSONReversal) -> String { String(decoding: reversal.bytes, as: UTF8.self) }

    @Test func `takes back what still says what was put, however it was written anew`() throws {
        let written = """
            {"meta":{"lastTouchedVersion":"2026.9.6"},"tools":{"deny":["a","group:runtime"]},
             "gateway":{"trustedProxies":["172.18.0.1"],"port":18789.0,"auth":{"rateLimit":{"on":true}},"bind":"loopback"}}
            """
        let reversal = try reversal(written)
        #expect(reversal.left.isEmpty && reversal.restored.count == 4)
        let root = try JSONDocument(reversal.bytes).root
        #expect(root["meta"]?["lastTouchedVersion"]?.text == "2026.9.6")
        #expect(root["gateway"]?["bind"]?.text == "lan" && root["gateway"]?["auth"] == nil)
        #expect(root["gateway"]?["trustedProxies"] == nil && root["tools"]?["deny"]?.items?.count == 1)
    }

    @Test func `leaves what somebody else changed since, and says which`() throws {
        let written = """
            {"gateway":{"bind":"tailnet","port":18789,"trustedProxies":["172.18.0.1"],"auth":{"rateLimit":{"on":true,"x":1}}},
             "tools":{"deny":["a","b"]}}
            """
        let reversal = try reversal(written)
        #expect(reversal.left.contains { $0.contains("bind") } && reversal.left.contains { $0.contains("deny") })
        #expect(reversal.left.count == 2 && reversal.restored.count == 2)
        let root = try JSONDocument(reversal.bytes).root
        #expect(root["gateway"]?["bind"]?.text == "tailnet")
        #expect(root["gateway"]?["auth"]?["rateLimit"]?["x"]?.integer == 1)
    }

    @Test func `the document itself goes back to what it was in meaning, and what is back already is left alone`()
        throws
    {
        let whole = try reversal(Self.after)
        #expect(
            try JSONValue(JSONDocument(whole.bytes).root).means(JSONValue(JSONDocument(Array(Self.before.utf8)).root))
        )
        let none = try reversal(Self.before)
        #expect(text(none) == Self.before && none.restored.isEmpty && none.left.isEmpty)
    }

    @Test func `what is no document is refused`() {
        #expect(throws: SyntaxError.self) { try reversal("{") }
    }
}
