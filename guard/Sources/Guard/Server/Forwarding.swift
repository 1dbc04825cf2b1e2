import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// A request as it goes to the upstream.
struct Forwarding: Sendable {
    /// Under what it was admitted.
    let regime: Regime
    let entry: AgentTable.Entry
    let id: ExchangeID
    let began: NIODeadline
    /// Nothing where the dialect has no such path, and it goes through all the same.
    let endpoint: Endpoint?
    /// Nothing where the request names none.
    let model: String?
    let question: Question?
    /// As it was asked.
    let asked: HTTPRequestHead
    let placeholder: String
    let body: [UInt8]
    /// By what an answer that waits for a person is found again.
    let holdKey: [UInt8]
    /// What was taken out of the body.
    let findings: [Finding]

    var agent: GuardConfiguration.Agent { entry.agent }
    var upstream: GuardConfiguration.Upstream { entry.upstream }
    var dialect: Dialect { upstream.dialect }

    /// What is counted as used.
    func cost(of usage: Usage) -> Dollars {
        upstream.price(of: model)?.cost(of: usage) ?? Dollars(billionths: 0)
    }

    /// The model's name, which anybody may have written, without secrets.
    private var shownModel: String {
        let bytes = Array((model ?? "(none)").utf8.prefix(200))
        let clean = regime.admissions.secrecy.cleaned(bytes)?.bytes ?? bytes
        return String(decoding: clean, as: UTF8.self)
    }

    /// Why it cannot be told what the request costs, where that is to be counted.
    var priceFault: String? {
        guard agent.budget.costPerDay != nil else { return nil }
        switch endpoint {
        case .answer, .embedding:
            guard upstream.price(of: model) == nil else { return nil }
            return
                "this agent has a budget of dollars, and \(upstream.name) has no price of the model \(shownModel); "
                + "upstreams.\(upstream.name).prices of guard.yaml names it"
        case .count, .models: return nil
        case nil:
            return asked.method == .POST
                ? "this agent has a budget of dollars, and what this path costs is not known" : nil
        }
    }

    /// Headers that belong to a connection, or that are made anew.
    private static let own: Set<String> = [
        "host", "connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate", "te",
        "trailer", "transfer-encoding", "upgrade", "content-length", "accept-encoding", "expect", "forwarded",
        "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cookie",
    ]

    /// The head as the upstream gets it, with a key where the placeholder stood.
    func head(key: String?) -> HTTPRequestHead {
        let (path, query) = Admissions.split(asked.uri)
        let address = upstream.address
        let rest = Route.rest(of: path, in: dialect) ?? path
        // A key that is not the placeholder is another account's.
        let parts = query.split(separator: "&").filter {
            !Self.isIdentity($0.prefix { $0 != "=" }) || !Placeholder.places(in: String($0)).isEmpty
        }
        let question = parts.isEmpty ? "" : "?" + replace(by: key ?? "", in: parts.joined(separator: "&"))
        var headers = HTTPHeaders()
        headers.add(name: "host", value: address.authority)
        let named = Set(
            asked.headers[canonicalForm: "connection"].map { $0.lowercased() }
        )
        for (name, value) in asked.headers {
            let lower = name.lowercased()
            guard !Self.own.contains(lower), !named.contains(lower) else { continue }
            let other = replace(by: key ?? "", in: value)
            if Self.isIdentity(lower), other == value || ["origin", "referer"].contains(lower) { continue }
            // Without a key, a header that held nothing else says nothing.
            if key == nil, other != value { continue }
            headers.add(name: name, value: other)
        }
        headers.add(name: "accept-encoding", value: "identity")
        if asked.method == .POST { headers.add(name: "content-length", value: String(body.count)) }
        return HTTPRequestHead(
            version: .http1_1,
            method: asked.method,
            uri: address.path + rest + question,
            headers: headers
        )
    }

    /// A text with something else in all places of the placeholder.
    private func replace(by other: String, in text: String) -> String {
        let places = Placeholder.places(in: text)
        guard !places.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        for range in places where bytes[range].elementsEqual(placeholder.utf8) {
            result += bytes[place..<range.lowerBound]
            result += Array(other.utf8)
            place = range.upperBound
        }
        return String(decoding: result + bytes[place...], as: UTF8.self)
    }
}
