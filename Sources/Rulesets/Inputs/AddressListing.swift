public import Documents

/// The interfaces of a machine and their addresses, as `ip -json address` lists them (iproute2).
public struct AddressListing: Sendable {
    public struct Interface: Sendable {
        public let name: String
        public let isLoopback: Bool
        public let isUp: Bool
        /// The bridge or bond it belongs to, where its packets are seen instead.
        public let controller: String?
        /// The machine's own addresses with the networks they are in.
        public let addresses: [(own: Address, network: AddressRange)]
    }

    public let interfaces: [Interface]

    public init(_ bytes: [UInt8]) throws(SyntaxError) {
        let document = try JSONDocument(bytes, dialect: .json)
        guard let items = document.root.items else {
            throw SyntaxError(
                "a list of interfaces is wanted, as `ip -json address` prints it",
                at: document.position(of: document.root)
            )
        }
        var found: [Interface] = []
        // Filters of `ip` leave empty objects where they hide something.
        for item in items where item.members?.isEmpty != true {
            guard let name = item["ifname"]?.text else {
                throw SyntaxError("an interface has no \"ifname\"", at: document.position(of: item))
            }
            let flags = (item["flags"]?.items ?? []).compactMap(\.text)
            var addresses: [(own: Address, network: AddressRange)] = []
            for information in item["addr_info"]?.items ?? [] {
                if let address = try Self.address(information, in: document) { addresses.append(address) }
            }
            found.append(
                Interface(
                    name: name,
                    isLoopback: item["link_type"]?.text == "loopback" || flags.contains("LOOPBACK"),
                    isUp: flags.isEmpty || flags.contains("UP"),
                    controller: item["master"]?.text,
                    addresses: addresses
                )
            )
        }
        interfaces = found
    }

    private static func address(
        _ item: JSONNode,
        in document: JSONDocument
    ) throws(SyntaxError) -> (own: Address, network: AddressRange)? {
        // An address with a peer belongs to a point-to-point link: the peer's prefix is the network.
        guard let local = item["local"]?.text else { return nil }
        guard let own = Address(local), let length = item["prefixlen"]?.integer,
            let network = AddressRange(item["address"]?.text.flatMap { Address($0) } ?? own, length: length)
        else { throw SyntaxError("\(local) and its prefix length are no address", at: document.position(of: item)) }
        return (own, network)
    }
}
