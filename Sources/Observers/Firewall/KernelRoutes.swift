import Rulesets

/// Where the kernel sends packets, as /proc/net/route (IPv4, the main table) and /proc/net/ipv6_route list it.
struct KernelRoutes: Sendable {
    struct Route: Sendable {
        let interface: String
        let network: AddressRange
        let isDefault: Bool
    }

    private let routes: [Route]

    init(version4: String, version6: String) {
        routes =
            version4.split(separator: "\n").compactMap { Self.route4($0.split { $0 == " " || $0 == "\t" }) }
            + version6.split(separator: "\n").compactMap { Self.route6($0.split(separator: " ")) }
    }

    /// Whether packets for the whole Internet leave over the interface, of either family.
    func hasDefault(_ interface: String) -> Bool {
        routes.contains { $0.interface == interface && $0.isDefault }
    }

    /// What is reached otherwise than the whole Internet.
    var networks: [AddressRange] { routes.filter { !$0.isDefault }.map(\.network) }

    /// An address behind the interface, for each family that anything behind it has.
    func neighbors(of interface: String) -> [AddressFamily: Address] {
        var found: [AddressFamily: Address] = [:]
        for route in routes where route.interface == interface && !route.isDefault {
            let (family, first, last) = (route.network.first.family, route.network.first.bits, route.network.last.bits)
            guard found[family] == nil else { continue }
            // The first one is often the machine's own.
            found[family] = Address(family: family, bits: last - first < 2 ? last : first + 2)
        }
        return found
    }

    /// `wg0 0008080A 00000000 0001 0 0 0 00FFFFFF …`: numbers in the machine's own order of bytes.
    private static func route4(_ words: [Substring]) -> Route? {
        guard words.count > 1, let destination = UInt32(words[1], radix: 16) else { return nil }
        let first = UInt32(bigEndian: destination)
        let mask = words.count > 7 ? UInt32(words[7], radix: 16).map { UInt32(bigEndian: $0) } : nil
        let length = mask?.nonzeroBitCount ?? (first == 0 ? 0 : 24)
        guard let network = AddressRange(Address(family: .ipv4, bits: UInt128(first)), length: length) else {
            return nil
        }
        // Half of the Internet is as good as all: VPN clients put two halves over the default route.
        return Route(interface: String(words[0]), network: network, isDefault: first == 0)
    }

    /// Destination, its length, source, its length, next hop, metric, two counts, flags, interface; all hexadecimal.
    private static func route6(_ words: [Substring]) -> Route? {
        guard words.count > 9, words[0].utf8.count == 32, words[9] != "lo",
            let first = UInt128(words[0], radix: 16), let length = Int(words[1], radix: 16),
            let flags = UInt32(words[8], radix: 16), flags & (local | refusing) == 0,
            let network = AddressRange(Address(family: .ipv6, bits: first), length: length)
        else { return nil }
        // Link-local and multicast ones lead nowhere.
        guard first >> 118 != 0x3fa, first >> 120 != 0xff else { return nil }
        // Tunnel brokers name all addresses in use, 2000::/3, instead of all there are.
        return Route(interface: String(words[9]), network: network, isDefault: length <= 3)
    }

    /// RTF_LOCAL and RTF_REJECT of linux/ipv6_route.h and linux/route.h.
    private static let local: UInt32 = 0x8000_0000
    private static let refusing: UInt32 = 0x0200
}
