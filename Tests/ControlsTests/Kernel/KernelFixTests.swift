import Catalog
import Controls
import Hardening
import MachineTesting
import Testing

@Suite struct KernelFixTests {
    private static let path = "/etc/sysctl.d/zz-nacre.conf"
    private static let controls = ControlList.controls(for: .standalone).filter { $0.layer == .kernel }

    private func plan(_ snapshot: Snapshot) throws -> Plan {
        try Plan(profile: "test", Demands(Self.controls, .standalone, on: snapshot), on: snapshot)
    }

    /// A machine with these states, on which everything else is absent and only the named records stand in files.
    private func snapshot(_ states: [Resource: State], _ records: [Record] = []) -> Snapshot {
        var snapshot = Snapshot()
        for control in Self.controls {
            for resource in control.resources { snapshot[resource] = .state(.absent) }
        }
        for interface in ["all", "default", "eth0", "eth0/7"] {
            for family in ["ipv4", "ipv6"] {
                for name in ["rp_filter", "accept_redirects", "log_martians", "accept_ra"] {
                    snapshot[.kernelParameter("net.\(family).conf.\(interface).\(name)")] = .state(.value("9"))
                }
            }
        }
        snapshot[.file(Self.path)] = .state(.absent)
        snapshot[.file("/proc/net/ipv6_route")] = .state(.absent)
        for (resource, state) in states { snapshot[resource] = .state(state) }
        snapshot[.facts(.sysctlFiles)] = .state(.records(records))
        return snapshot
    }

    private func text(_ plan: Plan) -> String? {
        guard case .file(let file)? = plan.changes.first(where: { $0.resource == .file(Self.path) })?.after else {
            return nil
        }
        return file.text
    }

    private func interface(_ title: String, _ interface: String, _ value: Int) -> Record {
        Record(
            "\(title) on \(interface)",
            [
                .parameter: .text(title), .networkInterface: .text(interface), .effectiveValue: .number(value),
                .autoconfigured: false,
            ]
        )
    }

    @Test func `each drifted parameter is set now and for the next boot, and then complies`() throws {
        for control in Self.controls {
            guard case .kernelParameter(let name)? = control.requirements.first?.resource,
                let example = control.examples.first(where: { $0.name.hasPrefix("set to") && $0.answer == .drifted })
            else { continue }
            let before = snapshot(example.input)
            let plan = try plan(before)
            #expect(plan.changes.map(\.resource) == [.file(Self.path), .kernelParameter(name)], "\(control.id)")
            #expect(control.audit(before.applying(plan)).verdict == .compliant, "\(control.id)")
            #expect(text(plan)?.contains("\n\(name) = ") == true)
        }
    }

    @Test func `what is stricter now is kept at the next boot`() throws {
        let record = Record(
            "at boot",
            [.parameter: "kernel.kptr_restrict", .bootValue: "0"],
            origins: [.bootValue: Origin("/etc/sysctl.d/99-local.conf", line: 1)]
        )
        let plan = try plan(snapshot([.kernelParameter("kernel.kptr_restrict"): .value("2")], [record]))
        #expect(plan.changes.map(\.resource) == [.file(Self.path)])
        #expect(text(plan)?.hasSuffix("\nkernel.kptr_restrict = 2\n") == true)
    }

    @Test func `a file that is read even later is a person's to change`() throws {
        let record = Record(
            "at boot",
            [.parameter: "kernel.kptr_restrict", .bootValue: "0"],
            origins: [.bootValue: Origin("/usr/lib/sysctl.d/zzz.conf", line: 1)]
        )
        let plan = try plan(snapshot([.kernelParameter("kernel.kptr_restrict"): .value("1")], [record]))
        #expect(plan.changes.isEmpty)
        #expect(plan.advice.first?.text.hasPrefix("/usr/lib/sysctl.d/zzz.conf is read after") == true)
    }

    @Test func `loose reverse paths are filtered where nothing was, without loosening what is strict`() throws {
        let plan = try plan(
            snapshot([:], [interface("IPv4 rp_filter", "eth0", 0), interface("IPv4 rp_filter", "eth1", 1)])
        )
        #expect(plan.changes.map(\.resource) == [.file(Self.path), .kernelParameter("net.ipv4.conf.eth0.rp_filter")])
        #expect(text(plan)?.hasSuffix("\n-net.ipv4.conf.eth0.rp_filter = 2\n") == true)
    }

    @Test func `interfaces with dots keep their names, and the default is put last`() throws {
        let records = ["default", "eth0.7"].map { interface("IPv4 accept_redirects", $0, 1) }
        let plan = try plan(snapshot([:], records))
        #expect(
            plan.changes.map(\.resource) == [
                .file(Self.path), .kernelParameter("net.ipv4.conf.all.accept_redirects"),
                .kernelParameter("net.ipv4.conf.eth0/7.accept_redirects"),
                .kernelParameter("net.ipv4.conf.default.accept_redirects"),
            ]
        )
        let lines = try #require(text(plan)).split(separator: "\n").filter { $0.first != "#" }
        #expect(
            lines == [
                "-net.ipv4.conf.*.accept_redirects = 0", "net.ipv4.conf.all.accept_redirects = 0",
                "net.ipv4.conf.default.accept_redirects = 0",
            ]
        )
    }

    @Test func `router advertisements are refused only where no route comes from them`() throws {
        let records = [interface("IPv6 accept_ra", "eth0", 1)]
        #expect(
            try plan(snapshot([:], records)).changes.map(\.resource) == [
                .file(Self.path), .kernelParameter("net.ipv6.conf.eth0.accept_ra"),
            ]
        )
        let zeros = String(repeating: "0", count: 32)
        let route = "\(zeros) 00 \(zeros) 00 \(zeros) 00000400 00000001 00000000 00450003     eth0\n"
        let learnt = try plan(
            snapshot([.file("/proc/net/ipv6_route"): .file(.init(Array(route.utf8), mode: 0o444))], records)
        )
        #expect(learnt.changes.isEmpty)
        #expect(learnt.advice.count == 1)
    }

    @Test(arguments: [
        (
            "/etc/systemd/network/10-eth0.network", "systemd-networkd",
            "10-eth0.network.d/zz-nacre.conf && sudo networkctl reload"
        ),
        (
            "/etc/systemd/network/10-eth0.network.d/a.conf", "systemd-networkd",
            "/etc/systemd/network/10-eth0.network.d/zz-"
        ),
        ("/etc/systemd/network/a;b.network", "systemd-networkd", "/etc/systemd/network/NAME.network.d/zz-nacre.conf"),
        ("/run/systemd/network/10-netplan-eth0.network", "systemd-networkd", "accept-ra: no"),
        ("/proc/x", "NetworkManager", "ipv6.method manual"),
    ])
    func `advertisements that a program takes are a person's to refuse`(
        _ file: String,
        _ program: String,
        _ words: String
    )
        throws
    {
        var record = interface("IPv6 accept_ra", "eth0", 0)
        record[.advertisementsTakenBy] = .text(program)
        record.set(.effectiveValue, 1, from: Origin(file))
        let plan = try plan(snapshot([:], [record]))
        #expect(plan.changes.isEmpty)
        #expect(plan.advice.first?.text.contains(words) == true)
        #expect(plan.advice.first?.text.contains("proto ra") == true)
    }

    @Test func `lines of an earlier plan are kept, and the same name is set once`() throws {
        let old = "# mine\nvm.swappiness = 1\nkernel.kptr_restrict=0\n-kernel.kptr_restrict = 0\n"
        let plan = try plan(
            snapshot([
                .kernelParameter("kernel.kptr_restrict"): .value("0"),
                .file(Self.path): .file(.init(Array(old.utf8), mode: 0o640)),
            ])
        )
        #expect(text(plan) == "# mine\nvm.swappiness = 1\nkernel.kptr_restrict = 1\n")
    }
}
