import Catalog
import Hardening
import Surface

// What a client reads from one answer.
extension ProxiesObserver {
    static func describe(_ reading: Reading<Visited>, now: Int, into record: inout Record) {
        guard case .found(let seen) = reading else {
            var why = Unknown.notRunning("no proxy listens for TLS")
            record[.servesTLS] = false
            if case .unreadable(let reason) = reading {
                why = reason
                record[.servesTLS] = .unknown(reason)
            }
            for field in Self.pageFields + [.hstsMaxAge, .certificateDistrust, .certificateDays, .certificateShare] {
                record[field] = .unknown(why)
            }
            return
        }
        record[.servesTLS] = .flag(seen.certificate != nil)
        describe(seen.certificate, now: now, into: &record)
        describePage(seen.response, into: &record)
        // RFC 6797, 8.1: of several headers the first counts.
        if let response = seen.response {
            record[.hstsMaxAge] = .number(
                maxAge(response.headers["strict-transport-security"]?.first?.lowercased() ?? "")
            )
        } else {
            record[.hstsMaxAge] = .unknown(.notRunning("\(record.name) gave no answer"))
        }
    }

    private static func describe(_ certificate: Visited.Certificate?, now: Int, into record: inout Record) {
        guard let certificate else {
            for field in [Field.certificateDistrust, .certificateDays, .certificateShare] { record[field] = .unset }
            return
        }
        var distrust = certificate.distrust
        if distrust == nil, certificate.issuer.contains("Caddy Local Authority") {
            // Caddy puts its own root into this machine's store, and nobody else's.
            distrust = "issued by Caddy's own authority, which no other machine knows"
        }
        record[.certificateDistrust] = distrust.map { .text($0) } ?? .unset
        let left = certificate.notAfter - now
        let life = max(1, certificate.notAfter - certificate.notBefore)
        record[.certificateDays] = .number(left / 86400 - (left < 0 ? 1 : 0))
        record[.certificateShare] = .number(min(100, left < 0 ? 0 : left * 100 / life))
    }

    private static let pageFields: [Field] = [.stopsSniffing, .forbidsFraming, .filtersXSS, .tellsVersion]

    /// What the headers of a page say, apart from HSTS, which is of the whole name.
    static func describePage(_ response: Response?, into record: inout Record) {
        guard let response else {
            for field in pageFields { record[field] = .unknown(.notRunning("\(record.name) gave no answer")) }
            return
        }
        let headers = response.headers.mapValues { $0.joined(separator: ", ").lowercased() }
        record[.stopsSniffing] = .flag(headers["x-content-type-options"]?.contains("nosniff") == true)
        record[.forbidsFraming] = .flag(forbidsFraming(headers))
        record[.filtersXSS] = .flag(headers["x-xss-protection"]?.hasPrefix("1") == true)
        let software = (headers["server"] ?? "") + (headers["x-powered-by"] ?? "")
        record[.tellsVersion] = .flag(software.contains { $0.isNumber })
        // An error page of the proxy tells what it adds to errors, not what it adds to the gateway's pages.
        guard response.status >= 500 else { return }
        for field in [Field.stopsSniffing, .forbidsFraming] where record[field] == false {
            record[field] = .unknown(.failed("\(record.name) answered with status \(response.status)"))
        }
    }

    /// CSP Level 3: where `frame-ancestors` is given, `X-Frame-Options` is not looked at.
    private static func forbidsFraming(_ headers: [String: String]) -> Bool {
        let policies = (headers["content-security-policy"] ?? "").split { $0 == ";" || $0 == "," }
        for policy in policies {
            let words = policy.split(whereSeparator: \.isWhitespace)
            guard words.first == "frame-ancestors" else { continue }
            return !words.contains { ["*", "http:", "https:", "http://*", "https://*"].contains($0) }
        }
        let options = (headers["x-frame-options"] ?? "").split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        return !options.isEmpty && options.allSatisfy { $0 == "deny" || $0 == "sameorigin" }
    }

    /// `max-age=31536000; includeSubDomains`. RFC 6797
    static func maxAge(_ header: String) -> Int {
        for part in header.split(separator: ";") {
            let pair = part.split(separator: "=").map { $0.filter { !$0.isWhitespace && $0 != "\"" } }
            if pair.count == 2, pair[0] == "max-age" { return Int(pair[1]) ?? 0 }
        }
        return 0
    }
}
