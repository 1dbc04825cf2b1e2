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

/// Where a proxy sends requests on to.
struct ProxyUpstream: Sendable, Hashable {
    /// Host and port, or a socket.
    let address: String
    /// Whether the client's own claims in `X-Forwarded-For` are replaced.
    let overwritesClient: Bool
    var origin: Origin?
}
