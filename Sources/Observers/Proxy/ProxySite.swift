import Hardening

/// Public names, and where requests for them go.
struct ProxySite: Sendable {
    var names: [String] = []
    var upstreams: [ProxyUpstream] = []
    /// Files of private keys.
    var keys: [String] = []
    /// Ports on which the names are served with TLS, and in the clear.
    var securePorts: [Int] = [443]
    var plainPorts: [Int] = [80]
    var origin: Origin?
}

extension ProxySite {
    /// Whether a range of addresses whose word is believed is so wide that strangers are in it.
    static func holdsStrangers(_ range: String) -> Bool {
        let parts = range.split(separator: "/")
        guard parts.count == 2 else { return ["*", "all"].contains(range) }
        // A mask in place of a length is not what anybody writes for a network of their own.
        guard let length = Int(parts[1]) else { return true }
        if parts[0].hasPrefix("127.") || parts[0].hasPrefix("10.") { return length < 8 }
        return length < (range.contains(":") ? 7 : 8)
    }
}

/// Where a proxy sends requests on to.
struct ProxyUpstream: Sendable, Hashable {
    /// Host and port, or a socket.
    let address: String
    /// Whether the client's own claims in `X-Forwarded-For` are replaced.
    let overwritesClient: Bool
    var origin: Origin?
}
