import Catalog
import Hardening
import Rulesets
import Testing

@testable import Controls

@Suite struct ClosedDoorsTests {
    private static func socket(
        _ port: Int,
        _ transport: String,
        _ program: Value,
        reachable: Value = true,
        loopback: Bool = false
    ) -> Record {
        Record(
            "\(transport) \(port)",
            [
                .listeningPort: .number(port), .transport: .text(transport), .listeningProgram: program,
                .reachable: reachable, .loopbackOnly: .flag(loopback),
            ]
        )
    }

    private static let now = Snapshot([
        .facts(.listeners): .state(
            .records([
                socket(22, "tcp", "sshd"), socket(443, "tcp", "caddy"), socket(8443, "tcp", "nginx"),
                socket(9000, "tcp", "python3"), socket(51820, "udp", .unknown(.notStated("no process"))),
                socket(5432, "tcp", "postgres", loopback: true), socket(7000, "tcp", "closed", reachable: false),
                socket(8096, "tcp", "docker-proxy"),
                socket(6000, "tcp", "maybe", reachable: .unknown(.notModeled("a rule that is not understood"))),
            ])
        ),
        .facts(.firewallRules): .state(
            .records([
                Record(
                    "IPv4 published port 8096/tcp",
                    [
                        .ruleKind: .rule(.publishedPort), .hostPort: 8096, .reachable: true,
                        .leadsTo: "172.17.0.2 port 80",
                    ],
                    identity: [.transport: "tcp"]
                ),
                Record(
                    "IPv4 published port 5353/udp",
                    [
                        .ruleKind: .rule(.publishedPort), .hostPort: 5353, .reachable: true,
                        .leadsTo: "172.17.0.3 port 53",
                    ],
                    identity: [.transport: "udp"]
                ),
            ])
        ),
        .facts(.publishedPorts): .state(.records([Record("x", [.hostPort: 8096, .container: "media"])])),
    ])

    @Test func `what is open and will not be is named with what is behind it, UDP too`() {
        let office = AddressRange("203.0.113.0/24")
        let words = ClosedDoors.words(
            [.init(443), .init(2222), .init(9000, from: office.map { [$0] } ?? [])],
            on: Self.now
        )
        #expect(
            words == [
                "22/tcp (sshd)", "5353/udp (a container at 172.17.0.3 port 53)", "6000/tcp (maybe)",
                "8096/tcp (container media)", "8443/tcp (nginx)", "9000/tcp (python3), but for 203.0.113.0/24",
                "51820/udp (the kernel, or not known)",
            ]
        )
    }

    @Test func `what stays open is not named`() {
        let all = [22, 443, 8443, 9000, 8096, 6000].map { FirewallPolicy.Opening($0) }
        let words = ClosedDoors.words(all + [.init(51820, Packet.udp), .init(5353, Packet.udp)], on: Self.now)
        #expect(words == [])
    }

    @Test func `a plan that leaves the rules closes nothing`() {
        #expect(ClosedDoors.words(Plan(profile: "test", stages: []), .standalone, on: Self.now) == [])
    }
}
