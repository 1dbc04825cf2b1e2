extension Topology {
    /// What interfaces and routes say of where a machine stands.
    ///
    /// An interface with a default route or a public address leads outside; one with other addresses leads to
    /// neighbors. Where none leads outside, all do: better an alarm too many. Bridges of containers are known by their
    /// usual names, and by those that people gave them.
    public init(
        _ listing: AddressListing,
        _ routes: RouteListing?,
        forwards: Set<AddressFamily>,
        routesLoopback: Bool = false,
        filtersBridges: Set<AddressFamily> = [.ipv4, .ipv6],
        namedBridges: [String] = []
    ) {
        let visible = listing.interfaces.filter { $0.isUp && $0.controller == nil }
        let defaults = Set(
            (routes?.routes ?? []).filter { $0.destination.isEverything }.compactMap(\.interface)
        )
        let roles = visible.map { interface -> Interface.Role in
            if interface.isLoopback { return .loopback }
            // A container that is on no bridge.
            let isBridge = Self.isContainerBridge(interface.name) || namedBridges.contains(interface.name)
            if isBridge || interface.name.hasPrefix("veth") { return .container }
            let isPublic = interface.addresses.contains { $0.own.isPublic }
            return defaults.contains(interface.name) || isPublic ? .outside : .private
        }
        let leadsOut = roles.contains(.outside)
        self.init(
            interfaces: zip(visible, roles).map { interface, role in
                Interface(
                    interface.name,
                    role == .private && !leadsOut ? .outside : role,
                    own: interface.addresses.map(\.own),
                    networks: interface.addresses.map(\.network)
                )
            },
            routes: routes?.routes
                ?? visible.flatMap { interface in
                    interface.addresses.map { Route($0.network, interface: interface.name) }
                },
            forwards: forwards,
            routesLoopback: routesLoopback,
            filtersBridges: filtersBridges
        )
        localNetworks = visible.filter(\.isLoopback).flatMap(\.addresses).map(\.network).filter {
            $0.first.family == .ipv4 && !Self.loopback(.ipv4).contains($0.first.bits)
        }
        let own = Set(interfaces.flatMap(\.own))
        for (range, table) in routes?.locals ?? [] {
            let isKnown = range.first == range.last && own.contains(range.first)
            let isLoopback = Self.loopback(range.first.family).contains(range.first.bits)
            if isKnown || isLoopback && !range.isEverything { continue }
            if table == nil { localNetworks.append(range) } else { perhapsLocalNetworks.append(range) }
        }
    }

    /// Docker names its bridges `docker0` and `br-` with twelve hexadecimal digits; other engines have their own.
    public static func isContainerBridge(_ name: String) -> Bool {
        if ["docker", "podman", "cni", "lxcbr", "lxdbr", "incusbr", "virbr"].contains(where: name.hasPrefix) {
            return true
        }
        guard name.hasPrefix("br-") else { return false }
        let digits = name.dropFirst(3)
        return digits.count == 12 && digits.allSatisfy(\.isHexDigit)
    }
}

extension AddressRange {
    /// Whether it is the whole Internet of its family.
    var isEverything: Bool {
        first.bits == 0 && last.bits == (first.family == .ipv4 ? UInt128(UInt32.max) : .max)
    }
}

extension Address {
    /// Whether the Internet routes it: none of the ranges set aside for private, shared, link-local and other use.
    ///
    /// IANA's special-purpose address registries, RFC 6890.
    public var isPublic: Bool { !Self.special.contains { $0.contains(self) } }

    fileprivate static let special = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/128", "::1/128", "fc00::/7", "fe80::/10", "ff00::/8",
    ].compactMap { AddressRange($0) }
}

extension AddressRange {
    /// Whether all of it lies in one of the ranges set aside for other use than the public Internet.
    public var isSpecial: Bool { Address.special.contains { $0.contains(first) && $0.contains(last) } }
}
