public import Documents

/// Addresses of containers, as `docker inspect` tells them.
public struct ContainerListing: Sendable {
    public let containers: [ContainerAddress]

    public init(_ bytes: [UInt8]) throws(SyntaxError) {
        let document = try JSONDocument(bytes, dialect: .json)
        guard let items = document.root.items else {
            throw SyntaxError(
                "a list of containers is wanted, as `docker inspect` prints it",
                at: document.position(of: document.root)
            )
        }
        for item in items where item["NetworkSettings"] == nil {
            throw SyntaxError("a container has no \"NetworkSettings\"", at: document.position(of: item))
        }
        containers = items.flatMap { ContainerAddress.all(of: $0) }
    }
}

extension ContainerAddress {
    /// The addresses of one container in every network it is in; none where it shares the machine's own.
    public static func all(of inspected: JSONNode) -> [ContainerAddress] {
        let name = String((inspected["Name"]?.text ?? inspected["Id"]?.text ?? "?").drop { $0 == "/" })
        let settings = inspected["NetworkSettings"]
        let networks = (settings?["Networks"]?.members ?? []).map(\.value) + [settings].compactMap { $0 }
        var found: [ContainerAddress] = []
        for network in networks {
            for key in ["IPAddress", "GlobalIPv6Address"] {
                guard let address = network[key]?.text.flatMap({ Address($0) }), address.bits != 0 else { continue }
                let container = ContainerAddress(name: name, address: address)
                if !found.contains(container) { found.append(container) }
            }
        }
        return found
    }
}
