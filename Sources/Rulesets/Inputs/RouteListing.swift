public import Documents

/// Routes as `ip -json route` and `ip -json -6 route` list them (iproute2), both in one file or in two.
public struct RouteListing: Sendable {
    public private(set) var routes: [Topology.Route] = []
    /// What is delivered to the machine itself, and the table that says so where it is not one that all packets are
    /// looked up in.
    public private(set) var locals: [(destination: AddressRange, table: String?)] = []

    public init(_ bytes: [UInt8], family: AddressFamily? = nil) throws(SyntaxError) {
        let document = try JSONDocument(bytes, dialect: .json)
        guard let items = document.root.items else {
            throw SyntaxError(
                "a list of routes is wanted, as `ip -json route` prints it",
                at: document.position(of: document.root)
            )
        }
        for item in items where item.members?.isEmpty != true {
            guard let text = item["dst"]?.text else {
                throw SyntaxError("a route has no \"dst\"", at: document.position(of: item))
            }
            let refuses = ["unreachable", "blackhole", "prohibit", "throw"].contains(item["type"]?.text ?? "unicast")
            if item["type"]?.text == "local" {
                guard let ranges = Self.destinations(text, family) else {
                    throw SyntaxError("\(text) is no destination", at: document.position(of: item))
                }
                let table = item["table"].map(\.compact)
                let isEverybodys = table.map { Self.common.contains($0) } ?? true
                locals += ranges.map { ($0, isEverybodys ? nil : table) }
                continue
            }
            // Broadcast and multicast routes lead to no interface.
            guard refuses || (item["type"]?.text ?? "unicast") == "unicast" else { continue }
            let gateway = item["gateway"]?.text ?? item["via"]?["host"]?.text
            let named = family ?? gateway.flatMap { Address($0)?.family }
            let device = item["dev"]?.text ?? item["nexthops"]?.items?.first?["dev"]?.text
            guard let ranges = Self.destinations(text, named) else {
                throw SyntaxError("\(text) is no destination", at: document.position(of: item))
            }
            for range in ranges {
                routes.append(Topology.Route(range, interface: refuses ? nil : device))
            }
        }
    }

    /// A default route that says nothing of its family counts for both.
    private static func destinations(_ text: String, _ family: AddressFamily?) -> [AddressRange]? {
        if text == "default" {
            return (family.map { [$0] } ?? AddressFamily.allCases).compactMap {
                AddressRange(Address(family: $0, bits: 0), length: 0)
            }
        }
        return AddressRange(text).map { [$0] }
    }

    private static let common: Set<String> = ["local", "main", "default", "255", "254", "253"]

    public mutating func add(_ other: RouteListing) {
        routes += other.routes
        locals += other.locals
    }
}
