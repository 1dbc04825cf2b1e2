import Catalog
import Documents
import Surface

/// What guard.yaml says: where the guard listens, and which placeholders it knows.
struct GuardSetup: Sendable, Equatable {
    static let file = "/etc/nacre/guard.yaml"

    /// `HOST:PORT`, as they are written.
    let listeners: [String]
    /// SHA-256 of the placeholders, in hexadecimal digits.
    let placeholders: Set<String>
    /// Where it asks models.
    let upstreams: [WebTarget]

    /// Nothing where there is no guard.yaml.
    static func read(_ surface: any Surface) async throws(Unknown) -> GuardSetup? {
        guard let text = try await surface.text(file).get() else { return nil }
        do { return GuardSetup(try YAMLDocument(text).root) } catch {
            throw .malformed("\(file):\(error.position.line): \(error.message)")
        }
    }

    init(_ root: YAMLNode) {
        let listen = root["listen"]
        let named = listen?.items?.compactMap(\.text) ?? [listen?.text].compactMap(\.self)
        listeners = listen == nil ? ["127.0.0.1:18785"] : named
        let hashes = (root["agents"]?.entries ?? []).compactMap { $0.value["placeholder"]?.text }
        placeholders = Set(hashes.filter { $0.hasPrefix("sha256:") }.map { $0.dropFirst(7).lowercased() })
        let addresses = (root["upstreams"]?.entries ?? []).compactMap { $0.value["url"]?.text }
        upstreams = addresses.compactMap { WebTarget($0) }
            .reduce(into: []) { found, target in
                if !found.contains(target) { found.append(target) }
            }
    }

    init(listeners: [String], placeholders: Set<String>, upstreams: [WebTarget] = []) {
        (self.listeners, self.placeholders, self.upstreams) = (listeners, placeholders, upstreams)
    }

    /// Whether an address leads to the guard: `isOutside` from this machine's own network, else from a container's.
    func listens(at address: String, isInContainer: Bool) -> Bool {
        guard let target = WebTarget(address), !target.isEncrypted else { return false }
        return listeners.contains { listener in
            guard let place = WebTarget("http://" + listener), place.port == target.port else { return false }
            if place.isUnspecified { return isInContainer ? !target.isLoopback : target.isLoopback }
            if isInContainer, place.isLoopback { return false }
            return place.host == target.host || !isInContainer && place.isLoopback && target.isLoopback
                || isInContainer && target.host == "host.docker.internal"
        }
    }
}

/// Host and port of a web address.
struct WebTarget: Equatable {
    let isEncrypted: Bool
    let host: String
    let port: Int

    init?(_ address: String) {
        guard let scheme = ["http://", "https://"].first(where: { address.lowercased().hasPrefix($0) }) else {
            return nil
        }
        isEncrypted = scheme == "https://"
        let authority = address.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        guard !authority.contains("@"), !authority.contains("\\") else { return nil }
        var name = String(authority)
        var number = isEncrypted ? 443 : 80
        let end = name.lastIndex(of: "]") ?? name.startIndex
        if let colon = name[end...].lastIndex(of: ":") {
            guard let given = Int(name[name.index(after: colon)...]), (1...65_535).contains(given) else { return nil }
            number = given
            name = String(name[..<colon])
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = String(name.dropFirst().dropLast()) }
        guard !name.isEmpty else { return nil }
        host = name.lowercased()
        port = number
    }

    var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1"
            || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// An address without what may be a secret in it: login, path, query.
    static func origin(of address: String) -> String {
        let scheme = ["http://", "https://"].first { address.lowercased().hasPrefix($0) }
        guard let scheme else { return "an address that is none of the web" }
        let authority = address.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
        return scheme + (authority.split(separator: "@", omittingEmptySubsequences: false).last ?? "")
    }

    var isUnspecified: Bool { host == "0.0.0.0" || host == "::" }
}
