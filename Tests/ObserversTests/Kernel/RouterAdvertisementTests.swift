import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// The kernel takes no advertisements in any of these: what matters is which program takes them in its place.
@Suite struct RouterAdvertisementTests {
    private static let file = "/etc/systemd/network/10-eth0.network"
    private static let heading =
        "  sl  local_address remote_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n"

    /// Link 2 is eth0 with a static address; networkd runs as the account 998.
    private func surface(_ networkd: String?) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/proc/sys/net/ipv6/conf/all/accept_ra": "1\n", "/proc/sys/net/ipv6/conf/eth0/accept_ra": "0\n",
            "/proc/net/if_inet6": "20010db8000000000000000000000005 02 40 00 80     eth0\n",
        ])
        guard let networkd else { return surface }
        surface.add(
            "/run/systemd/netif/links/2",
            "# This is private data. Do not parse.\nADMIN_STATE=configured\nNETWORK_FILE=\(Self.file)\nDNS=\n",
            owner: 998
        )
        surface.add(Self.file, "[Match]\nName=eth0\n[Network]\nAddress=2001:db8::5/64\n\(networkd)\n")
        return surface
    }

    private func listen(_ surface: inout CannedSurface, account: Int, inode: Int) {
        let zeros = String(repeating: "0", count: 32)
        let old = surface.files["/proc/net/raw6"].map { String(decoding: $0.bytes, as: UTF8.self) } ?? Self.heading
        surface.add(
            "/proc/net/raw6",
            old + "   58: \(zeros):003A \(zeros):0000 07 00000000:00000000 00:00000000 00000000   \(account)        0 "
                + "\(inode) 2 00000000 0\n"
        )
    }

    private func program(_ surface: inout CannedSurface, _ name: String, inode: Int) {
        surface.add("/proc/77/comm", "\(name)\n")
        surface.links["/proc/77/fd/5"] = "socket:[\(inode)]"
    }

    private func row(_ surface: CannedSurface) async -> Record? {
        guard case .state(.records(let records)) = await Observer(surface).observe(.facts(.sysctlFiles)) else {
            return nil
        }
        return records.first { $0[.parameter] == "IPv6 accept_ra" }
    }

    private func isUnknown(_ record: Record?) -> Bool {
        if case .unknown? = record?[.effectiveValue] { true } else { false }
    }

    /// As systemd-networkd 252 did with an advertisement that a neighbor sent.
    @Test(arguments: [
        ("", 1), ("IPv6AcceptRA=no", 0), ("IPv6AcceptRA=OFF", 0), (" IPv6AcceptRA = f", 0), ("IPv6AcceptRA=yes", 1),
        ("IPv6AcceptRA=yes\nIPv6AcceptRA=no", 0), ("IPv6AcceptRA=no\nIPv6AcceptRA=yes", 1),
        ("IPv6AcceptRA=no\nIPv6AcceptRA=", 1), ("IPv6AcceptRA=no\nIPv6AcceptRA=bogus", 0),
        ("LinkLocalAddressing=no", 0), ("LinkLocalAddressing=ipv4", 0), ("LinkLocalAddressing=ipv4\nIPv6AcceptRA=1", 0),
        ("LinkLocalAddressing=fallback", 1), ("LinkLocalAddressing=ipv4-fallback", 1),
        ("LinkLocalAddressing=no\nLinkLocalAddressing=", 0), ("LinkLocalAddressing=no\nLinkLocalAddressing=bogus", 0),
        ("IPForward=yes", 0), ("IPForward=ipv6", 0), ("IPForward=ipv4", 1), ("IPForward=kernel", 1),
        ("IPForward=yes\nIPForward=no", 1), ("IPForward=yes\nIPForward=", 0), ("IPMasquerade=both", 0),
        ("IPMasquerade=yes", 1), ("IPMasquerade=ipv4", 1), ("IPMasquerade=both\nIPMasquerade=no", 1),
        ("IPForward=no\nIPMasquerade=both", 0), ("[IPv6AcceptRA]\nUseGateway=no", 1), ("[network]\nIPv6AcceptRA=no", 1),
        ("[Network]\nIPv6AcceptRA=no", 0), ("#x\\\nIPv6AcceptRA=no", 0), ("IPv6AcceptRA=n\\\no", 1),
    ])
    func `networkd takes advertisements by its file`(_ lines: String, _ value: Int) async {
        let row = await row(surface(lines))
        #expect(row?[.effectiveValue] == .number(value))
        #expect(value == 0 || row?[.advertisementsTakenBy] == "systemd-networkd")
        #expect(value == 0 || row?.origins[.effectiveValue]?.file == Self.file)
    }

    @Test(arguments: ["IPv6Forwarding=yes", "IPv6SendRA=yes"])
    func `what versions of networkd do differently is unknown`(_ line: String) async {
        #expect(isUnknown(await row(surface(line))))
        #expect(await row(surface(line + "\nIPv6AcceptRA=no"))?[.effectiveValue] == 0)
        var daemon = surface("")
        daemon.add("/etc/systemd/networkd.conf.d/a.conf", "[Network]\nIPv6Forwarding=yes\n")
        #expect(isUnknown(await row(daemon)))
    }

    @Test func `drop-ins count in the order of their names, and hide those of their name elsewhere`() async {
        let (own, runtime) = ("\(Self.file).d", "/run/systemd/network/10-eth0.network.d")
        let (no, yes) = ("[Network]\nIPv6AcceptRA=no\n", "[Network]\nIPv6AcceptRA=yes\n")
        var late = surface("IPv6AcceptRA=yes")
        late.add("\(own)/a.conf", yes)
        late.add("\(runtime)/z.conf", no)
        #expect(await row(late)?[.effectiveValue] == 0)
        late.add("\(own)/z.conf", yes)
        #expect(await row(late)?.origins[.effectiveValue] == Origin("\(own)/z.conf", line: 2))
    }

    @Test func `what cannot be read or is no longer the file of the interface is unknown`() async {
        var closed = surface("")
        closed.files[Self.file] = nil
        #expect(isUnknown(await row(closed)))
        closed.unreadable[Self.file] = .notPermitted("no")
        #expect(isUnknown(await row(closed)))
    }

    @Test func `an interface that networkd leaves alone is the kernel's`() async {
        #expect(await row(surface(nil))?[.effectiveValue] == 0)
        var unmanaged = surface("")
        unmanaged.add(
            "/run/systemd/netif/links/2",
            "ADMIN_STATE=unmanaged\nNETWORK_FILE=\(Self.file)\n",
            owner: 998
        )
        #expect(await row(unmanaged)?[.effectiveValue] == 0)
    }

    @Test func `a file that says no after networkd read another is unknown until it is reloaded`() async {
        var surface = surface("IPv6AcceptRA=no")
        listen(&surface, account: 998, inode: 501)
        #expect(isUnknown(await row(surface)))
        // Another interface is the reason that it listens.
        surface.add("/run/systemd/netif/links/3", "NETWORK_FILE=/run/systemd/network/b.network\n", owner: 998)
        surface.add("/run/systemd/network/b.network", "[Network]\n")
        #expect(await row(surface)?[.effectiveValue] == 0)
        listen(&surface, account: 998, inode: 502)
        #expect(isUnknown(await row(surface)))
    }

    @Test(arguments: ["auto": 1, "manual": 0, "disabled": 0, "link-local": 0])
    func `NetworkManager is asked what it does`(_ method: String, _ value: Int) async {
        var surface = surface(nil)
        surface.add("/run/NetworkManager/devices/2", "[device]\nmanaged=true\nconnection-uuid=c0ffee\n")
        #expect(await row(surface)?[.effectiveValue] == 0)
        listen(&surface, account: 0, inode: 601)
        program(&surface, "NetworkManager", inode: 601)
        #expect(isUnknown(await row(surface)))
        surface.add(Command("nmcli", ["-g", "ipv6.method", "connection", "show", "c0ffee"]), "\(method)\n")
        let row = await row(surface)
        #expect(row?[.effectiveValue] == .number(value))
        #expect(value == 0 || row?[.advertisementsTakenBy] == "NetworkManager")
    }

    @Test func `whether dhcpcd takes them is unknown, and radvd takes none`() async {
        var surface = surface(nil)
        listen(&surface, account: 0, inode: 701)
        program(&surface, "radvd", inode: 701)
        #expect(await row(surface)?[.effectiveValue] == 0)
        program(&surface, "dhcpcd", inode: 701)
        #expect(isUnknown(await row(surface)))
    }

    @Test func `who listens is unknown where no process shows its sockets`() async {
        var surface = surface(nil)
        listen(&surface, account: 0, inode: 701)
        surface.unreadable["/proc/77/fd"] = .notPermitted("no")
        #expect(isUnknown(await row(surface)))
    }
}
