import Catalog
import Hardening
import Surface

/// A parameter that stands once for `all` and once for each interface.
struct InterfaceParameter: Sendable {
    /// How the kernel joins the two, after Documentation/networking/ip-sysctl.rst and `IN_DEV_*CONF` in
    /// <linux/inetdevice.h>.
    enum Joining: Sendable {
        case maximum, minimum, both, either
        /// Both where the interface forwards, either where it does not.
        case bothWhereForwarding
        /// The interface's value alone.
        case own
    }

    let family: String
    let name: String
    let joining: Joining

    static let watched = [
        InterfaceParameter(family: "ipv4", name: "rp_filter", joining: .maximum),
        InterfaceParameter(family: "ipv4", name: "accept_source_route", joining: .both),
        InterfaceParameter(family: "ipv4", name: "accept_redirects", joining: .bothWhereForwarding),
        InterfaceParameter(family: "ipv4", name: "send_redirects", joining: .either),
        InterfaceParameter(family: "ipv4", name: "log_martians", joining: .either),
        InterfaceParameter(family: "ipv6", name: "accept_source_route", joining: .minimum),
        InterfaceParameter(family: "ipv6", name: "accept_redirects", joining: .own),
        InterfaceParameter(family: "ipv6", name: "accept_ra", joining: .own),
    ]

    var title: String { "\(family == "ipv4" ? "IPv4" : "IPv6") \(name)" }

    func effective(all: Int, interface: Int, forwards: Bool) -> Int {
        switch joining {
        case .maximum: max(all, interface)
        case .minimum: min(all, interface)
        case .both: all != 0 && interface != 0 ? 1 : 0
        case .either: all != 0 || interface != 0 ? 1 : 0
        case .bothWhereForwarding: (forwards ? all != 0 && interface != 0 : all != 0 || interface != 0) ? 1 : 0
        case .own: interface
        }
    }
}

extension KernelObserver {
    /// What holds on each interface for each watched parameter.
    func interfaceParameters() async -> [Record] {
        guard surface.isLive else {
            return InterfaceParameter.watched.map {
                Self.record(
                    $0,
                    "any interface",
                    .unknown(.needsRunningSystem("needs a running system")),
                    autoconfigured: false
                )
            }
        }
        var records: [Record] = []
        let (fixed, dynamic) = await globalInterfaces()
        let taking = await advertisementTaking()
        for family in ["ipv4", "ipv6"] {
            let directory = "/proc/sys/net/\(family)/conf"
            // A kernel without IPv6 has no such directory, and nothing to ask there.
            let names = await surface.entries(directory).content ?? []
            // What one container sees of its own end is not the host's; new interfaces begin with `default`.
            let interfaces = names.filter { $0 != "all" && $0 != "lo" && !$0.hasPrefix("veth") }
            for parameter in InterfaceParameter.watched where parameter.family == family {
                let all = await number("\(directory)/all/\(parameter.name)")
                for interface in interfaces {
                    // Who has no static address has nothing to lose to a router's announcement.
                    if parameter.name == "accept_ra", fixed[interface] == nil { continue }
                    let own = await number("\(directory)/\(interface)/\(parameter.name)")
                    let forwards = await number("\(directory)/\(interface)/forwarding") ?? 0
                    let value: Value =
                        if let all, let own {
                            .number(parameter.effective(all: all, interface: own, forwards: forwards != 0))
                        } else {
                            .unknown(.failed("the kernel parameter could not be read"))
                        }
                    var record = Self.record(
                        parameter,
                        interface,
                        value,
                        autoconfigured: dynamic.contains(interface)
                    )
                    if parameter.name == "accept_ra", value == 0, let index = fixed[interface] {
                        (await taking.onLink(index, self)).describe(&record)
                    }
                    records.append(record)
                }
            }
        }
        return records
    }

    private static func record(
        _ parameter: InterfaceParameter,
        _ interface: String,
        _ value: Value,
        autoconfigured: Bool
    ) -> Record {
        Record(
            "\(parameter.title) on \(interface)",
            [
                .parameter: .text(parameter.title), .networkInterface: .text(interface), .effectiveValue: value,
                .autoconfigured: .flag(autoconfigured),
            ]
        )
    }

    private func number(_ path: String) async -> Int? {
        await surface.text(path).content.flatMap { Int($0.firstLine) }
    }

    /// Interfaces with global IPv6 addresses: permanent ones (IFA_F_PERMANENT, 0x80) with the interface's number, and
    /// those from a router.
    private func globalInterfaces() async -> (fixed: [String: Int], dynamic: Set<String>) {
        let text = await surface.text("/proc/net/if_inet6").content ?? ""
        var (fixed, dynamic): ([String: Int], Set<String>) = ([:], [])
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 6, words[3] == "00", let index = Int(words[1], radix: 16),
                let flags = UInt32(words[4], radix: 16)
            else { continue }
            if flags & 0x80 == 0 { dynamic.insert(String(words[5])) } else { fixed[String(words[5])] = index }
        }
        return (fixed, dynamic)
    }
}
