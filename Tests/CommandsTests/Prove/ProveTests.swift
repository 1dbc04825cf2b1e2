import ArgumentParser
import Documents
import Foundation
import Reports
import Rulesets
import Testing

@testable import Commands

@Suite struct ProveTests {
    private static let rules = """
        *nat
        :PREROUTING ACCEPT [0:0]
        :DOCKER - [0:0]
        -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        -A DOCKER ! -i docker0 -p tcp -m tcp --dport 18789 -j DNAT --to-destination 172.17.0.2:18789
        COMMIT
        *filter
        :INPUT DROP [0:0]
        :FORWARD DROP [0:0]
        -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
        -A INPUT -p tcp -m tcp --dport 25 -m bpf --bytecode "1,6 0 0 0" -j ACCEPT
        -A FORWARD -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 18789 -j ACCEPT
        COMMIT

        """

    private func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")
        try Data(text.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try await body(url.path)
    }

    @Test(
        arguments: [
            (["--expect-open", "22"], 0), (["--expect-open", "22/tcp", "--expect-closed", "23/tcp"], 0),
            (["--expect-closed", "22/tcp"], 1), (["--expect-open", "23"], 1), (["--expect-closed", "18789/tcp"], 1),
            (["--expect-closed", "18789/udp"], 0), (["--expect-closed", "25"], 3), (["--expect-open", "0"], 2),
            (["--expect-open", "22/sctp"], 2), (["--from", "moon"], 2), ([], 0),
        ] as [([String], Int32)]
    )
    func `tells by its exit status whether expectations hold`(_ arguments: [String], _ status: Int32) async throws {
        try await withFile(Self.rules) { path in
            let silenced = arguments + ["--format", "json"]
            #expect(await Nacre.status(for: ["prove", "--iptables", path] + silenced) == status)
        }
    }

    @Test func `a file that is cut off is wrong at a line`() async throws {
        try await withFile("*filter\n:INPUT DROP [0:0]\n") { path in
            let files = try ProofFiles.parse(["--iptables", path])
            #expect { _ = try files.provers() } throws: {
                "\($0)".hasPrefix("\(path):") && "\($0)".contains("cut off")
            }
        }
    }

    @Test func `what stands in no file is not asked for`() async throws {
        #expect(throws: ConfigurationError.self) {
            _ = try ProofFiles.parse(["--sockets", "/nonexistent"]).provers()
        }
        let files = try ProofFiles.parse(["--iptables", "x"])
        #expect(files.blindSpots.count == 2 && files.blindSpots[0].contains("IPv6"))
        #expect(files.blindSpots.last?.contains("198.51.100.10 stands for them") == true)
        #expect(try ProofFiles.parse(["--iptables", "x", "--addresses", "y"]).blindSpots.count == 1)
    }

    @Test func `the JSON names each door, with a packet and the rules it meets`() async throws {
        try await withFile(Self.rules) { path in
            let provers = try ProofFiles.parse(["--iptables", path]).provers()
            let proof = Proof(
                provers,
                from: [.outside],
                expectations: [Expectation(port: 18789, transport: Packet.tcp, wantsOpen: false)],
                expecting: [.outside],
                notes: []
            )
            let document = try JSONDocument(Array(proof.json.document.utf8), dialect: .json).root
            #expect(document["schema"]?.text == "nacre.prove/1")
            let answer = try #require(document["expectations"]?[0])
            #expect(answer["outcome"]?.text == "broken")
            let published = document["doors"]?.items?.first {
                $0["to"]?.text == "container behind a published port (172.17.0.2:18789)"
            }
            #expect(published?["verdict"]?.text == "open")
            #expect(published?["witness"]?["destinationPort"]?.integer == 18789)
            #expect(published?["path"]?.items?.last?["chain"]?.text == "FORWARD")
            #expect(published?["path"]?.items?.last?["rule"]?.integer == 1)
            #expect(document["doors"]?.items?.contains { $0["verdict"]?.text == "unknown" } == true)
        }
    }

    @Test func `what the machine itself sends is open for its own address, which is said`() async throws {
        try await withFile(Self.rules) { path in
            let provers = try ProofFiles.parse(["--iptables", path]).provers()
            let text = Proof(provers, from: [.host], expectations: [], expecting: [], notes: []).text(.plain)
            #expect(text.contains("only for connections from this machine's own"))
        }
    }

    @Test func `what was asked is answered first, without the doors unless they are asked for, and fits a terminal`()
        async throws
    {
        try await withFile(Self.rules) { path in
            let proof = Proof(
                try ProofFiles.parse(["--iptables", path]).provers(),
                from: Door.Vantage.Place.allCases,
                expectations: [
                    Expectation(port: 18789, transport: Packet.tcp, wantsOpen: false),
                    Expectation(port: 4, transport: Packet.tcp, wantsOpen: false),
                ],
                expecting: [.outside],
                notes: [
                    "a note that is rather long, so that it has to go on in another line of a terminal of 80 columns"
                ]
            )
            let style = TextStyle(width: 80, isColored: false)
            let (short, long) = (proof.text(style, showsDoors: false), proof.text(style))
            #expect(short.hasPrefix("Expectations\n") && long.hasPrefix("Expectations\n"))
            #expect(!short.contains("Doors") && short.contains("packet  tcp 203.0.113.7") && long.contains("\nDoors\n"))
            for line in (short + long).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        }
    }

    @Test func `the text shows a packet for every door that is not closed`() async throws {
        try await withFile(Self.rules) { path in
            let provers = try ProofFiles.parse(["--iptables", path]).provers()
            let proof = Proof(provers, from: [.outside], expectations: [], expecting: [], notes: ["a note"])
            let text = proof.text(.plain)
            #expect(text.hasPrefix("! a note"))
            #expect(text.contains("packet  tcp 203.0.113.7:51413 → 198.51.100.10:18789"))
            #expect(text.contains("rule    ip nat DOCKER rule 1: -A DOCKER ! -i docker0"))
        }
    }
}
