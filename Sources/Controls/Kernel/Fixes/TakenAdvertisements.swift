import Hardening

/// What a person does where a program takes router advertisements in place of the kernel.
///
/// Nacre leaves it to a person: whether the way out was learned from a router is known to that program alone, and
/// without advertisements that way ends.
enum TakenAdvertisements {
    /// Short words of it, for the steps that stand with the control.
    static let byHand =
        "where systemd-networkd takes them: IPv6AcceptRA=no in the section [Network] of the interface's "
        + ".network file, with netplan accept-ra: no"

    /// Nothing where the kernel alone takes them.
    static func advice(_ fault: Fault) -> String? {
        let found = fault.rows.compactMap { steps($0.before) }
        guard !found.isEmpty else { return nil }
        return found.joined(separator: " ")
    }

    private static func steps(_ record: Record) -> String? {
        guard case .text(let program) = record[.advertisementsTakenBy],
            case .text(let interface) = record[.networkInterface]
        else { return nil }
        let beginning =
            "\(program) takes router advertisements on \(interface) itself, whatever accept_ra is. Where "
            + "ip -6 route show default names a route of \(interface) without \"proto ra\", "
        guard program == "systemd-networkd" else {
            return beginning + "refuse them: nmcli connection modify CONNECTION ipv6.method manual, "
                + "nmcli device reapply \(interface)."
        }
        let name = networkFile(record)
        if let name, name.contains("netplan") {
            return beginning
                + "write accept-ra: no below \(interface) in netplan's file in /etc/netplan, then: netplan try."
        }
        let directory = "/etc/systemd/network/\(name ?? "NAME.network").d"
        return beginning + "refuse them: sudo mkdir -p \(directory) && printf '%s\\n' '[Network]' 'IPv6AcceptRA=no' | "
            + "sudo tee \(directory)/zz-nacre.conf && sudo networkctl reload."
    }

    /// The .network file's name, also where a drop-in decides; nothing where a shell would read something else.
    private static func networkFile(_ record: Record) -> String? {
        let parts = record.origins[.effectiveValue]?.file.split(separator: "/") ?? []
        let name = parts.last { $0.hasSuffix(".network") || $0.hasSuffix(".network.d") }
        guard let name, name.utf8.allSatisfy(isPlain) else { return nil }
        return String(name.hasSuffix(".d") ? name.dropLast(2) : name)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
