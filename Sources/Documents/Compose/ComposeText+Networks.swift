// Networks of a compose file.
extension ComposeText {
    /// Puts a service on one more network, where it has an address of its own.
    ///
    /// Here `isOnDefault` is whether it named no network so far and is on the one that every project has.
    public mutating func join(
        _ network: String,
        at address: String,
        of service: String,
        isOnDefault: Bool
    ) throws(SyntaxError) {
        let node = yaml.root[["services", .key(service), "networks"]]
        if let names = node?.items?.compactMap(\.text) {
            var networks = Dictionary(names.map { ($0, YAMLValue.null) }) { first, _ in first }
            networks[network] = ["ipv4_address": .text(address)]
            return try set(.map(networks), at: ["networks"], of: service)
        }
        if isOnDefault, node?["default"] == nil { try set(.map([:]), at: ["networks", "default"], of: service) }
        if node?[network]?["ipv4_address"]?.text == address { return }
        try set(.text(address), at: ["networks", network, "ipv4_address"], of: service)
    }

    /// Defines a network that leads nowhere but to this machine.
    public mutating func define(network: String, subnet: String) throws(SyntaxError) {
        let place: [JSONPathComponent] = ["networks", .key(network)]
        let wanted: YAMLValue = ["internal": true, "ipam": ["config": [["subnet": .text(subnet)]]]]
        if yaml.root[place].map({ YAMLValue($0) }) == wanted { return }
        yaml = try yaml.setting(true, at: place + ["internal"])
        yaml = try yaml.setting([["subnet": .text(subnet)]], at: place + ["ipam", "config"])
    }
}
