import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// What is passed on to and from VPN peers, guests and containers.
extension FirewallObserverTests {
    private func forward(_ surface: CannedSurface, _ family: String = "IPv4") async throws -> Value {
        try await records(.firewallHooks, of: surface).first { $0.name == "\(family) forward" }?[.unnamedPackets]
            ?? .unset
    }

    @Test func `strangers who may connect to VPN peers are seen`() async throws {
        let out = "-A FORWARD -i wg0 -j ACCEPT\n"
        for open in ["-A FORWARD -o wg0 -j ACCEPT\n", "-A FORWARD -d 10.8.8.0/24 -j ACCEPT\n"] {
            let fate = try await forward(server(out + open))
            guard case .text(let words) = fate, words.hasPrefix("accepted") else {
                Issue.record("\(open): \(fate)")
                continue
            }
        }
        let answers = "-A FORWARD -o wg0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n"
        #expect(try await forward(server(out + answers)) == "dropped")
    }

    private func route6(_ destination: String, _ length: String, _ interface: String, flags: String = "00000001")
        -> String
    {
        let zero = String(repeating: "0", count: 32)
        let padded = destination + zero.dropFirst(destination.count)
        return "\(padded) \(length) \(zero) 00 \(zero) 00000400 00000001 00000000 \(flags) \(interface)\n"
    }

    @Test func `a tunnel with the default route of IPv6 leads outside`() async throws {
        var surface = server("-A FORWARD -i wg0 -j ACCEPT\n")
        let refused = route6("", "00", "lo", flags: "00200200")
        surface.add("/proc/net/ipv6_route", refused + route6("20010db8", "40", "wg0"))
        #expect(try await forward(surface) == "dropped")
        #expect(try await records(.forwardedInterfaces, of: surface).contains { $0.name == "wg0" })
        for (destination, length) in [("", "00"), ("2", "03")] {
            surface.add("/proc/net/ipv6_route", refused + route6(destination, length, "wg0"))
            #expect(try await forward(surface) != "dropped")
            #expect(try await !records(.forwardedInterfaces, of: surface).contains { $0.name == "wg0" })
        }
    }

    @Test func `the families that the policy alone lets out are named`() async throws {
        var surface = server("-A FORWARD -i wg0 -j ACCEPT\n")
        let command = Command("ip", ["-json", "address"])
        let text = String(decoding: try #require(surface.outputs[command]).standardOutput, as: UTF8.self)
        surface.add(
            command,
            text.replacing(
                "{\"local\":\"10.8.8.1\"",
                with: "{\"local\":\"fd00:8::1\",\"prefixlen\":64},{\"local\":\"10.8.8.1\""
            )
        )
        surface.add("/proc/sys/net/ipv6/conf/all/forwarding", "1\n")
        let vpn = try await records(.forwardedInterfaces, of: surface).first { $0.name == "wg0" }
        #expect(vpn?[.passesByPolicy] == true && vpn?[.policyFamilies] == .list(["IPv6"]), "\(String(describing: vpn))")
    }

    @Test(arguments: ["a default route", "a default route of IPv6", "a public address", "a public address of IPv6"])
    func `a bridge of Docker's that leads outside is no bridge of containers`(_ reason: String) async throws {
        var surface = server("-A FORWARD -i dmz0 -j ACCEPT\n")
        let command = Command("ip", ["-json", "address"])
        let text = String(decoding: try #require(surface.outputs[command]).standardOutput, as: UTF8.self)
        let own = "{\"local\":\"172.21.0.1\",\"prefixlen\":16}"
        switch reason {
        case "a default route": surface.add("/proc/net/route", "Iface\tDestination\ndmz0\t00000000\n")
        case "a default route of IPv6": surface.add("/proc/net/ipv6_route", route6("", "00", "dmz0"))
        case "a public address":
            surface.add(command, text.replacing(own, with: "\(own),{\"local\":\"198.51.100.9\",\"prefixlen\":24}"))
        default:
            surface.add(command, text.replacing(own, with: "\(own),{\"local\":\"2001:db8:5::1\",\"prefixlen\":64}"))
        }
        let found = try await records(.forwardedInterfaces, of: surface)
        #expect(found.filter { $0.name == "dmz0" }.map { $0[.interfaceKind] } == ["uplink"])
        #expect(found.filter { $0[.interfaceKind] == "containers" }.map(\.name) == ["docker0", "br-001122334455"])
        #expect(try await forward(surface) != "dropped")
    }

    @Test func `what Tailscale lets in by its own interface lets no stranger in, unless all packets come by it`()
        async throws
    {
        func input(_ surface: CannedSurface) async throws -> Value {
            try await records(.firewallHooks, of: surface).first { $0.name == "IPv4 input" }?[.unnamedPackets] ?? .unset
        }
        let links = Command("ip", ["-json", "-details", "link"])
        var surface = server("-A INPUT -i tailscale0 -j ACCEPT\n")
        let devices = try #require(surface.files["/proc/net/dev"]).bytes
        surface.add("/proc/net/dev", String(decoding: devices, as: UTF8.self) + "tailscale0: 0\n")
        let routes = String(decoding: try #require(surface.files["/proc/net/route"]).bytes, as: UTF8.self)
        surface.add("/proc/net/route", routes + "tailscale0\t00004064\n")
        let listed = String(decoding: try #require(surface.outputs[links]).standardOutput, as: UTF8.self)
        for (kind, expected) in [("tun", true), ("dummy", false)] {
            let device = ",{\"ifname\":\"tailscale0\",\"flags\":[\"UP\"],\"linkinfo\":{\"info_kind\":\"\(kind)\"}}]"
            surface.add(links, listed.dropLast(listed.hasSuffix("\n") ? 2 : 1) + device)
            #expect(try await (input(surface) == "dropped") == expected)
        }
        #expect(try await input(server("-A INPUT -i wg0 -j ACCEPT\n")) != "dropped")
    }
}
