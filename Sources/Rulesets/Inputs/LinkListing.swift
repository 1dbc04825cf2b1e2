public import Documents

/// The interfaces of a machine and their kinds, as `ip -json -details link` lists them (iproute2).
public struct LinkListing: Sendable {
    public struct Link: Sendable {
        public let name: String
        /// `bridge`, `wireguard`, `tun`, `veth`; `ppp`; empty for hardware.
        public let kind: String

        /// Whether it is of a kind that VPN peers or guests are behind.
        public var hasOthersBehind: Bool { isTunnel || kind == "bridge" }

        /// Whether it is of a kind that VPN peers are behind.
        public var isTunnel: Bool {
            ["wireguard", "tun", "ppp", "gre", "ipip", "sit", "ip6tnl", "vti", "vti6", "xfrm"].contains(kind)
        }
    }

    public let links: [Link]

    public init(_ bytes: [UInt8]) throws(SyntaxError) {
        let document = try JSONDocument(bytes, dialect: .json)
        guard let items = document.root.items else {
            throw SyntaxError(
                "a list of interfaces is wanted, as `ip -json -details link` prints it",
                at: document.position(of: document.root)
            )
        }
        links = items.compactMap { item in
            // What is down passes nothing on.
            let flags = (item["flags"]?.items ?? []).compactMap(\.text)
            guard let name = item["ifname"]?.text, flags.contains("UP") else { return nil }
            let kind = item["linkinfo"]?["info_kind"]?.text ?? ""
            return Link(name: name, kind: kind.isEmpty && item["link_type"]?.text == "ppp" ? "ppp" : kind)
        }
    }
}
