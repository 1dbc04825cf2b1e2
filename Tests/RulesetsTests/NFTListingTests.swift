import Documents
import Rulesets
import Testing

@Suite struct NFTListingTests {
    private func listing(_ rules: String) throws -> Ruleset {
        let text = """
            {"nftables": [{"metainfo": {"json_schema_version": 1}}, {"table": {"family": "inet", "name": "t"}},
            {"set": {"family": "inet", "table": "t", "name": "friends", "type": "ipv4_addr", "elem": ["192.0.2.7"]}},
            {"set": {"family": "inet", "table": "t", "name": "seen", "type": "ipv4_addr", "flags": ["dynamic"]}},
            {"chain": {"family": "inet", "table": "t", "name": "in", "type": "filter", "hook": "input", "prio": 0,
            "policy": "drop"}}, \(rules)]}
            """
        return try NFTListing(Array(text.utf8)).ruleset
    }

    private func rule(_ expressions: String) -> String {
        "{\"rule\": {\"family\": \"inet\", \"table\": \"t\", \"chain\": \"in\", \"handle\": 5, \"expr\": [\(expressions)]}}"
    }

    private func fate(_ expressions: String) throws -> Bool? {
        let packet = Packet(
            from: try #require(Address("192.0.2.7")),
            to: try #require(Address("203.0.113.1")),
            port: 22,
            inputInterface: "eth0"
        )
        return try listing(rule(expressions)).fate(of: packet, at: [.input]).canPass
    }

    private let source = "{\"payload\": {\"protocol\": \"ip\", \"field\": \"saddr\"}}"

    @Test func `looks names up in sets`() throws {
        #expect(
            try fate("{\"match\": {\"op\": \"==\", \"left\": \(source), \"right\": \"@friends\"}}, {\"accept\": null}")
                == true
        )
    }

    @Test func `a set that packets fill is not known`() throws {
        #expect(
            try fate("{\"match\": {\"op\": \"==\", \"left\": \(source), \"right\": \"@seen\"}}, {\"accept\": null}")
                == nil
        )
    }

    @Test func `an expression that is not known is not taken for a match`() throws {
        #expect(try fate("{\"xt\": null}, {\"accept\": null}") == nil)
        #expect(try fate("{\"xt\": {\"type\": \"match\", \"name\": \"x\"}}, {\"drop\": null}") == false)
    }

    @Test func `a verdict map branches`() throws {
        let map =
            "{\"vmap\": {\"key\": {\"payload\": {\"protocol\": \"tcp\", \"field\": \"dport\"}}, "
            + "\"data\": {\"set\": [[80, {\"drop\": null}], [{\"range\": [20, 30]}, {\"accept\": null}]]}}}"
        #expect(try fate(map) == true)
    }

    @Test(
        arguments: [
            ("1.1.3", #""dormant""#, true), ("1.1.3", #""owner""#, false), ("1.0.6", #"["dormant", "owner"]"#, true),
            ("1.1.3", #"["owner", "persist"]"#, false),
            // Written from memory that was freed: the name of the table, which may be any word.
            ("1.0.6", #""owner""#, nil), ("1.0.9", #""dormant""#, nil), ("0.9.8", #""t""#, nil),
            ("1.1.3", #""later""#, nil),
            ("", #""owner""#, nil),
        ] as [(String, String, Bool?)]
    )
    func `believes the flag of a table where nft writes it as it is`(
        _ version: String,
        _ flags: String,
        _ canPass: Bool?
    ) throws {
        let text = """
            {"nftables": [{"metainfo": {"version": "\(version)", "json_schema_version": 1}},
            {"table": {"family": "inet", "name": "owner", "handle": 1, "flags": \(flags)}},
            {"chain": {"family": "inet", "table": "owner", "name": "in", "type": "filter", "hook": "input", "prio": 0,
            "policy": "drop"}}]}
            """
        let packet = Packet(
            from: try #require(Address("192.0.2.7")),
            to: try #require(Address("203.0.113.1")),
            port: 22,
            inputInterface: "eth0"
        )
        #expect(try NFTListing(Array(text.utf8)).ruleset.fate(of: packet, at: [.input]).canPass == canPass)
    }

    @Test func `a listing that breaks off is refused`() {
        // As nft 1.0.6 ends with success for a table that sleeps.
        let text = "{\"nftables\": [{\"table\": {\"family\": \"inet\", \"name\": \"t\", \"handle\": 7, \"flags\": \n"
        #expect(throws: SyntaxError.self) { _ = try NFTListing(Array(text.utf8)) }
    }

    @Test func `never traps on damaged listings`() throws {
        let rules =
            "{\"match\": {\"op\": \"in\", \"left\": {\"ct\": {\"key\": \"state\"}}, \"right\": [\"new\"]}}, {\"accept\": null}"
        let whole = Array("{\"nftables\": [{\"table\": {\"family\": \"ip\", \"name\": \"t\"}}, \(rule(rules))]}".utf8)
        var random = SystemSeed(3)
        for _ in 0..<5_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                bytes[place] = UInt8.random(in: 32...126, using: &random)
            }
            _ = try? NFTListing(bytes)
        }
    }
}
