import Rulesets

extension Door {
    /// Such as `22` or `1-21, 23-65535`; of very many ranges the first.
    var portText: String {
        let shown = ports.prefix(6).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
        return shown.joined(separator: ", ") + (ports.count > 6 ? ", …" : "")
    }

    /// Such as `22/tcp`.
    var portAndProtocol: String { "\(portText)/\(Packet.name(of: transport))" }

    var targetText: String {
        switch to {
        case .socket(let socket):
            let place = socket.address.map { $0.family == .ipv6 ? "[\($0)]:" : "\($0):" } ?? "any address:"
            let name = socket.program.map { "\($0) on " } ?? ""
            // A port to which any socket may be bound.
            guard ports.count == 1, ports.first?.count == 1 else { return "this machine" }
            return "\(name)\(place)\(socket.port)"
        case .container(let name, let address, let port):
            let host = address.family == .ipv6 && port != nil ? "[\(address)]" : "\(address)"
            return "container \(name) (\(host)\(port.map { ":\($0)" } ?? ""))"
        case .anywhere: return "the world outside"
        }
    }

    /// Who gets through; empty where everybody does.
    ///
    /// A connection of the machine itself has one of its own addresses, which is no restriction of others.
    var sourceText: String {
        guard let sources else { return "" }
        let isOne = sources.count == 1 && sources.first?.first == sources.first?.last
        let whose = from.place == .host ? "this machine's own \(isOne ? "address" : "addresses") " : ""
        let shown = whose + sources.prefix(4).map { "\($0)" }.joined(separator: ", ")
        return sources.count > 4 ? "\(shown) and \(sources.count - 4) more ranges" : shown
    }
}

extension Door.Vantage {
    var text: String { interface.map { "\(place.rawValue) (\($0))" } ?? place.rawValue }
}
