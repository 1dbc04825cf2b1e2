import Documents
import Hardening

/// What a .network file of systemd-networkd with its drop-ins says of router advertisements. systemd.network(5)
///
/// Of assignments that networkd understands the last one counts; those that it does not understand it passes over.
struct NetworkdFile: Sendable {
    enum Answer: Hashable, Sendable {
        case takes(Origin?)
        case refuses
        /// Some versions take them and some do not; why.
        case dependsOnVersion(String)
    }

    private let network: StoredUnit
    /// networkd.conf, which newer versions ask whether the server forwards.
    private let daemon: StoredUnit

    init(_ network: StoredUnit, daemon: StoredUnit) { (self.network, self.daemon) = (network, daemon) }

    /// Whether it takes advertisements on the interfaces that the file is for.
    var answer: Answer {
        // Without a link-local address it cannot, whatever else is said.
        let local = last("LinkLocalAddressing") {
            Self.flag($0) ?? ["ipv6": true, "fallback": true, "ipv4-fallback": true, "ipv4": false][$0]
        }
        if local?.value == false { return .refuses }
        // An empty assignment takes back what was said before.
        let accepts = last("IPv6AcceptRA") { (text) -> Bool?? in
            if text.isEmpty { return .some(.none) }
            return Self.flag(text).map(Optional.some)
        }
        if let accepts, let value = accepts.value { return value ? .takes(accepts.origin) : .refuses }
        // By default it takes them unless it is told to forward; what the kernel does does not matter.
        let masquerades = last("IPMasquerade") {
            Self.flag($0).map { _ in false } ?? ["ipv6": true, "both": true, "ipv4": false][$0]
        }
        let forwards = last("IPForward") { Self.flag($0) ?? ["ipv6": true, "ipv4": false, "kernel": false][$0] }
        if masquerades?.value == true || forwards?.value == true { return .refuses }
        for (key, unit) in [("IPv6Forwarding", network), ("IPv6SendRA", network), ("IPv6Forwarding", daemon)]
        where last(key, of: unit, reading: Self.flag)?.value == true {
            return .dependsOnVersion(
                "\(key)=yes makes some versions of systemd-networkd refuse router advertisements; IPv6AcceptRA=no makes all"
            )
        }
        return .takes(network.files.first.map { Origin($0.path) })
    }

    /// Whether it announces itself as a router, for which it listens too.
    var announces: Bool { last("IPv6SendRA", reading: Self.flag)?.value == true }

    private func last<Content>(
        _ key: String,
        of unit: StoredUnit? = nil,
        reading value: (String) -> Content?
    ) -> (value: Content, origin: Origin)? {
        var found: (value: Content, origin: Origin)?
        for (path, text) in (unit ?? network).files {
            for entry in UnitFile(text).entries where entry.section == "Network" && entry.key == key {
                if let value = value(entry.value) { found = (value, Origin(path, line: entry.line)) }
            }
        }
        return found
    }

    /// A yes or no as systemd reads it.
    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "1", "yes", "y", "true", "t", "on": true
        case "0", "no", "n", "false", "f", "off": false
        default: nil
        }
    }
}
