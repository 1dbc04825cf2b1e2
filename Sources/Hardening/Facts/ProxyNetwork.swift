/// The network that a gateway's container and a proxy on the server have to themselves.
///
/// What reaches a published port from the server itself comes from the bridge of the container's usual network, whoever
/// sent it: an SSH tunnel, a program, the proxy. By this one nobody comes but who asks for the container's address in
/// it. Docker never takes an internal network for the way out, and publishes ports over another one: all the rest stays
/// as it was.
public struct ProxyNetwork: Hashable, Sendable {
    /// Its name in compose files; Docker's own name of it has the project's in front.
    public static let name = "nacre-proxy"

    /// The first three numbers of its addresses.
    private let base: String

    public var subnet: String { base + ".0/29" }
    /// The bridge's address, from which the proxy comes: Docker gives a bridge the first one.
    public var host: String { base + ".1" }
    public var container: String { base + ".2" }

    /// From the address that compose files give the container; none where it is not one that Nacre gives.
    public init?(container address: String) {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[3] == "2", parts.allSatisfy({ UInt8($0) != nil }) else { return nil }
        base = parts.dropLast().joined(separator: ".")
    }

    /// From the subnet of a network that is there; none where it is not one that Nacre asks for.
    public init?(subnet: String) {
        guard subnet.hasSuffix(".0/29") else { return nil }
        self.init(container: subnet.dropLast(4) + "2")
    }

    private init(base: String) { self.base = base }

    /// Those to choose from, in this order; beside the ranges that Docker takes by itself first.
    public static let candidates =
        (0..<32).map { ProxyNetwork(base: "10.213.\($0)") }
        + [ProxyNetwork(base: "172.30.213"), ProxyNetwork(base: "192.168.213")]
}
