public import Hardening
public import Rulesets

extension FirewallPolicy {
    /// What a profile lets in and out.
    ///
    /// Ports for the proxy in front are open for its addresses only; without any address they stay closed.
    /// Bridges of containers are those observed; their names may be a person's choice.
    public init(
        _ profile: Profile,
        namedBridges: [String] = [],
        forwarded: [String] = [],
        hostServices: [HostService] = []
    ) {
        let firewall = profile.firewall
        let trusted = firewall.trustedSources.compactMap { AddressRange($0) }
        let everybody = ([profile.ssh.port] + firewall.openPorts).compactMap { UInt16(exactly: $0) }
        let restricted = firewall.restrictedPorts.compactMap { UInt16(exactly: $0) }
        self.init(
            openings: everybody.uniqued.map { Opening($0) }
                + restricted.filter { !everybody.contains($0) }.uniqued.map { Opening($0, from: trusted) }
                + firewall.openUDPPorts.compactMap { UInt16(exactly: $0) }.uniqued.map { Opening($0, Packet.udp) },
            blockedEgress: Self.ranges(firewall.blockedEgress.compactMap { UInt16(exactly: $0) }),
            namedBridges: namedBridges,
            forwarded: firewall.forwardedInterfaces + forwarded.filter { !firewall.forwardedInterfaces.contains($0) },
            hostServices: hostServices
        )
    }

    /// Neighboring ports as one range, which rules have room for.
    private static func ranges(_ ports: [UInt16]) -> [ClosedRange<UInt16>] {
        var ranges: [ClosedRange<UInt16>] = []
        for port in Set(ports).sorted() {
            if let last = ranges.last, last.upperBound == port - 1 {
                ranges[ranges.count - 1] = last.lowerBound...port
            } else {
                ranges.append(port...port)
            }
        }
        return ranges
    }
}

extension [UInt16] {
    /// Without repetitions, in order.
    fileprivate var uniqued: [UInt16] {
        var seen: Set<UInt16> = []
        return filter { seen.insert($0).inserted }
    }
}
