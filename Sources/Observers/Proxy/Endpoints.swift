import Hardening

extension Observer {
    /// What a client sees at each public name, asked on this machine.
    func endpoints() async -> Observation {
        guard surface.isLive else { return .unreadable("needs a running proxy") }
        let proxies: [ProxyServer]
        switch await foundProxies() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): proxies = found.filter { !$0.sockets.isEmpty }
        }
        guard !proxies.isEmpty else { return .state(.absent) }
        var names = (await proxySites().content ?? []).flatMap(\.names)
        names += await namesOfCertificates() + publicNames
        let known = Set(names).filter {
            $0.contains(".") && !$0.contains("*") && !$0.contains("$") && !$0.hasPrefix("~")
        }
        guard !known.isEmpty else { return .unreadable("no public name of the proxy is known") }
        let caddy = await caddyConfiguration().content
        let sockets = proxies.flatMap(\.sockets)
        let secure = sockets.first { (caddy?.securePorts ?? []).contains($0.port) } ?? sockets.first { $0.port == 443 }
        let plain = sockets.first { (caddy?.plainPorts ?? [80]).contains($0.port) }
        var records: [Record] = []
        for name in known.sorted().prefix(20) {
            records.append(await endpoint(name, secure: secure.map(Self.place), plain: plain.map(Self.place)))
        }
        return .state(.records(records))
    }

    private static func place(_ socket: (port: Int, address: String, isLoopback: Bool)) -> (String, Int) {
        let address = socket.address == "0.0.0.0" || socket.address == "::" ? "127.0.0.1" : socket.address
        return (address, socket.port)
    }

    private func endpoint(_ name: String, secure: (String, Int)?, plain: (String, Int)?) async -> Record {
        func visit(_ place: (String, Int)?, tls: Bool, legacy: Bool = false) async -> Reading<Visited> {
            guard let place else { return .absent }
            return await surface.visit(
                Visit(
                    address: place.0,
                    port: place.1,
                    name: name,
                    usesTLS: tls,
                    offersOnlyLegacyTLS: legacy,
                    timeout: 2
                )
            )
        }
        async let modern = visit(secure, tls: true)
        async let legacy = visit(secure, tls: true, legacy: true)
        async let clear = visit(plain, tls: false)
        var record = Record(name)
        Self.describe(await modern, now: surface.now, into: &record)
        record[.acceptsLegacyTLS] = .flag(await legacy.content?.certificate != nil)
        record[.plainHTTP] = Self.plainHTTP(await clear)
        return record
    }

    static func describe(_ reading: Reading<Visited>, now: Int, into record: inout Record) {
        let headerFields: [Field] = [.hstsMaxAge, .stopsSniffing, .forbidsFraming, .filtersXSS, .tellsVersion]
        guard case .found(let seen) = reading else {
            var why = "no proxy listens for TLS"
            record[.servesTLS] = false
            if case .unreadable(let reason) = reading {
                why = reason
                record[.servesTLS] = .unknown(reason)
            }
            for field in headerFields + [.certificateDistrust, .certificateDays] { record[field] = .unknown(why) }
            return
        }
        record[.servesTLS] = .flag(seen.certificate != nil)
        record[.certificateDistrust] = seen.certificate?.distrust.map { .text($0) } ?? .unset
        record[.certificateDays] = (seen.certificate?.notAfter).map { .number(($0 - now) / 86400) } ?? .unset
        guard let response = seen.response else {
            for field in headerFields { record[field] = .unknown("\(record.name) gave no answer") }
            return
        }
        let headers = response.headers.mapValues { $0.joined(separator: ", ").lowercased() }
        record[.hstsMaxAge] = .number(maxAge(headers["strict-transport-security"] ?? ""))
        record[.stopsSniffing] = .flag(headers["x-content-type-options"]?.contains("nosniff") == true)
        let frames = headers["x-frame-options"] ?? ""
        record[.forbidsFraming] = .flag(
            headers["content-security-policy"]?.contains("frame-ancestors") == true || frames == "deny"
                || frames == "sameorigin"
        )
        record[.filtersXSS] = .flag(headers["x-xss-protection"]?.hasPrefix("1") == true)
        let software = (headers["server"] ?? "") + (headers["x-powered-by"] ?? "")
        record[.tellsVersion] = .flag(software.contains { $0.isNumber })
    }

    /// `max-age=31536000; includeSubDomains`. RFC 6797
    static func maxAge(_ header: String) -> Int {
        for part in header.split(separator: ";") {
            let pair = part.split(separator: "=").map { $0.filter { !$0.isWhitespace && $0 != "\"" } }
            if pair.count == 2, pair[0] == "max-age" { return Int(pair[1]) ?? 0 }
        }
        return 0
    }

    private static func plainHTTP(_ reading: Reading<Visited>) -> Value {
        switch reading {
        case .absent: return "nothing listens"
        case .unreadable(let why): return why.hasSuffix("Connection refused") ? "nothing listens" : .unknown(why)
        case .found(let seen):
            guard let response = seen.response else { return .unknown("no answer") }
            let target = response.headers["location"]?.first ?? ""
            if (300..<400).contains(response.status), target.hasPrefix("https://") { return "redirects to HTTPS" }
            return response.status >= 400 ? "refuses" : "serves content"
        }
    }

    /// Caddy keeps each certificate in a directory named after it.
    private func namesOfCertificates() async -> [String] {
        let base = "/var/lib/caddy/.local/share/caddy/certificates"
        var names: [String] = []
        for issuer in (await surface.entries(base).content ?? []).prefix(10) {
            names += (await surface.entries("\(base)/\(issuer)").content ?? []).prefix(100)
        }
        return names
    }
}
