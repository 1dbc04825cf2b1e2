import Catalog
import Hardening
import Surface

extension ProxiesObserver {
    private static let nameLimit = 20

    /// What a client sees at each public name, asked on this machine.
    func endpoints() async throws(Unknown) -> [Record]? {
        guard surface.isLive else { throw Unknown.needsRunningSystem("needs a running proxy") }
        var sockets: [ProxySocket] = []
        guard let proxies = try await foundProxies().get() else { return nil }
        sockets = proxies.flatMap(\.sockets)
        if let doubt = proxies.lazy.compactMap(\.doubt).first {
            // Whoever holds a socket, a client may ask it.
            sockets += await strangeSockets()
            guard !sockets.isEmpty else { throw doubt }
        }
        guard !sockets.isEmpty else { return nil }
        let names = await knownNames()
        guard !names.isEmpty else {
            throw
                .notStated("no public name of the proxy is known: name it under proxy.domains in the profile")
        }
        let caddy = await caddyConfiguration().content
        let sites = await proxySites().content ?? []
        let now = surface.now
        var records = await withTaskGroup(of: Record.self) { group in
            for name in names.prefix(Self.nameLimit) {
                let own = sites.filter { $0.names.contains { $0.lowercased() == name } }
                // A name that only a certificate or the profile tells is asked for on the usual ports.
                let securePorts = own.isEmpty ? [443] + (caddy?.securePorts ?? []) : own.flatMap(\.securePorts)
                let plainPorts = own.isEmpty ? [caddy?.plainPort ?? 80] : own.flatMap(\.plainPorts)
                let secure = sockets.first { securePorts.contains($0.port) }
                let plain = sockets.first { plainPorts.contains($0.port) }
                group.addTask { await endpoint(name, secure: secure, plain: plain, now: now) }
            }
            var records: [Record] = []
            for await record in group { records.append(record) }
            return records.sorted { $0.name < $1.name }
        }
        if names.count > Self.nameLimit {
            var rest = Record("\(names.count - Self.nameLimit) more names")
            Self.describe(.unreadable(.tooLarge("only \(Self.nameLimit) names are looked at")), now: now, into: &rest)
            rest[.acceptsLegacyTLS] = .unknown(.tooLarge("only \(Self.nameLimit) names are looked at"))
            rest[.plainHTTP] = .unknown(.tooLarge("only \(Self.nameLimit) names are looked at"))
            records.append(rest)
        }
        return records
    }

    private func endpoint(_ name: String, secure: ProxySocket?, plain: ProxySocket?, now: Int) async -> Record {
        func visit(_ socket: ProxySocket?, tls: Bool, legacy: Bool = false) async -> Reading<Visited> {
            guard let socket else { return .absent }
            return await surface.visit(socket.visit(name, tls: tls, legacy: legacy))
        }
        async let modern = visit(secure, tls: true)
        async let legacy = visit(secure, tls: true, legacy: true)
        async let clear = visit(plain, tls: false)
        var record = Record(name)
        let first = await modern
        Self.describe(first, now: now, into: &record)
        // A page that only sends on to another path of the same name says nothing about the page behind it.
        if let secure, let path = Self.redirectedPath(first.content?.response, name),
            case .found(let second) = await surface.visit(secure.visit(name, path: path, tls: true))
        {
            Self.describePage(second.response, into: &record)
        }
        record[.acceptsLegacyTLS] = Self.acceptsLegacy(await legacy)
        record[.plainHTTP] = Self.plainHTTP(await clear)
        return record
    }

    /// Names that the proxy serves, that certificates are kept for, or that the profile gives.
    private func knownNames() async -> [String] {
        var names = look.publicNames + (await proxySites().content ?? []).flatMap(\.names)
        var places = ["/var/lib/caddy/.local/share/caddy/certificates"]
        for volume in await surface.entries("/var/lib/docker/volumes").content ?? [] where volume.contains("caddy") {
            places.append("/var/lib/docker/volumes/\(volume)/_data/caddy/certificates")
        }
        // Caddy and certbot keep each certificate in a directory named after it.
        for place in places {
            for issuer in await surface.entries(place).content ?? [] {
                names += await surface.entries("\(place)/\(issuer)").content ?? []
            }
        }
        names += (await surface.entries("/etc/letsencrypt/live").content ?? []).filter { $0 != "README" }
        // Patterns, variables and addresses are no names to ask for.
        let known = Set(names.map { $0.lowercased() }).filter { name in
            name.contains(".") && name.contains(where: \.isLetter) && !name.contains(":")
                && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" }
        }
        return known.sorted()
    }

    private static func redirectedPath(_ response: Response?, _ name: String) -> String? {
        guard let response, (300..<400).contains(response.status),
            let target = response.headers["location"]?.first
        else { return nil }
        if target.hasPrefix("/"), !target.hasPrefix("//") { return target }
        let base = "https://\(name)/"
        return target.lowercased().hasPrefix(base) ? String(target.dropFirst(base.count - 1)) : nil
    }

    /// A server that hangs up or refuses takes no old version; one that keeps silent may.
    private static func acceptsLegacy(_ reading: Reading<Visited>) -> Value {
        switch reading {
        case .found(let seen): .flag(seen.certificate != nil)
        case .absent: false
        case .unreadable(let why): why.cause == .timedOut ? .unknown(why) : false
        }
    }

    private static func plainHTTP(_ reading: Reading<Visited>) -> Value {
        switch reading {
        case .absent: return "nothing listens"
        case .unreadable(let why): return why.cause == .notRunning ? "nothing listens" : .unknown(why)
        case .found(let seen):
            guard let response = seen.response else { return .unknown(.notRunning("no answer")) }
            let target = response.headers["location"]?.first ?? ""
            if (300..<400).contains(response.status), target.hasPrefix("https://") { return "redirects to HTTPS" }
            return response.status >= 400 ? "refuses" : "serves content"
        }
    }
}
