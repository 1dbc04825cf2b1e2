import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What is done with a request.
enum Admission: Sendable {
    case reply(Reply)
    case forward(Forwarding)
}

/// A request as it goes to the upstream.
struct Forwarding: Sendable {
    let agent: GuardConfiguration.Agent
    let upstream: GuardConfiguration.Upstream
    let endpoint: Endpoint
    let question: Question?
    let head: HTTPRequestHead
    let body: [UInt8]
    /// By what an answer that waits for a person is found again.
    let key: [UInt8]
    /// What was taken out of the body.
    let findings: [Finding]

    var dialect: Dialect { upstream.dialect }
}

/// Decides about requests: whose they are, what they ask, and what goes on.
struct Admissions: Sendable {
    let agents: AgentTable
    let secrecy: Secrecy

    /// Headers that belong to a connection, or that are made anew.
    private static let own: Set<String> = [
        "host", "connection", "keep-alive", "proxy-connection", "proxy-authorization", "proxy-authenticate", "te",
        "trailer", "transfer-encoding", "upgrade", "content-length", "accept-encoding", "expect", "forwarded",
        "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via", "cookie",
    ]

    /// Headers that say who somebody is: what holds no placeholder there is another account's, and stays here.
    private static let identities: Set<String> = [
        "authorization", "x-api-key", "x-goog-api-key", "api-key", "openai-organization", "openai-project", "origin",
        "referer",
    ]

    /// Whose request it is, by its head alone.
    enum Identity {
        case agent(AgentTable.Entry, placeholder: String)
        case reply(Reply)
    }

    func identify(_ head: HTTPRequestHead) -> Identity {
        let (path, query) = Self.split(head.uri)
        if head.method == .GET, path == "/healthz" {
            return .reply(Reply(status: 200, type: "text/plain", body: Array("ok\n".utf8)))
        }
        let guess = Self.guess(path)
        if let fault = Self.fault(in: head.headers) { return .reply(.error(400, fault, guess)) }
        let placeholders = Self.placeholders(head, query)
        guard let placeholder = placeholders.first else {
            return .reply(
                .error(400, "no header holds the placeholder of an agent; nacre-guard placeholder makes one", guess)
            )
        }
        guard placeholders.count == 1 else { return .reply(.error(400, "there are placeholders of two agents", guess)) }
        guard let entry = agents.entry(for: placeholder.utf8) else {
            return .reply(.error(400, "the placeholder is no agent's", guess))
        }
        let dialect = entry.upstream.dialect
        guard Route(head.method.rawValue, path, in: dialect) != nil || Self.passes(head.method, path, entry) else {
            return .reply(
                .error(404, "\(head.method) \(path.prefix(200)) is not known in \(dialect.rawValue)", dialect)
            )
        }
        // Where it goes to is the provider's to read.
        guard secrecy.cleaned(Array(head.uri.utf8)) == nil else {
            return .reply(.error(400, "the path or the query holds a secret", dialect))
        }
        return .agent(entry, placeholder: placeholder)
    }

    private static func passes(_ method: HTTPMethod, _ path: String, _ entry: AgentTable.Entry) -> Bool {
        [.GET, .POST].contains(method) && entry.upstream.passes.contains(path)
    }

    /// What becomes of a request that came as a whole.
    func admit(
        _ head: HTTPRequestHead,
        _ body: [UInt8],
        of entry: AgentTable.Entry,
        _ placeholder: String
    ) -> Admission {
        let (path, query) = Self.split(head.uri)
        let dialect = entry.upstream.dialect
        let route = Route(head.method.rawValue, path, in: dialect)
        if dialect == .google, route?.isStreaming == true, !query.split(separator: "&").contains("alt=sse") {
            return .reply(.error(400, "streams are taken with alt=sse only", dialect))
        }
        var question: Question?
        var clean = body
        var findings: [Finding] = []
        if head.method == .POST {
            guard Self.isJSON(head) else {
                return .reply(.error(400, "the body is no application/json without a content-encoding", dialect))
            }
            do {
                let json = try JSONText(body)
                if let route, route.endpoint == .answer { question = try Question(json, dialect, route) }
                if let (bytes, found) = secrecy.cleaned(json) { (clean, findings) = (bytes, found) }
            } catch let fault as JSONFault {
                return .reply(.error(400, QuestionFault.json(fault).words, dialect))
            } catch {
                return .reply(.error(400, (error as? QuestionFault)?.words ?? "\(error)", dialect))
            }
        } else if !body.isEmpty {
            return .reply(.error(400, "\(head.method) has no body here", dialect))
        }
        return .forward(
            Forwarding(
                agent: entry.agent,
                upstream: entry.upstream,
                endpoint: route?.endpoint ?? .models,
                question: question,
                head: Self.outgoing(head, path, query, placeholder, entry, clean.count),
                body: clean,
                key: Holds.key(entry.agent.name, head.uri, body),
                findings: findings
            )
        )
    }

    /// What is wrong with headers that a parser lets through: more than anybody sends, or what another parser might split.
    private static func fault(in headers: HTTPHeaders) -> String? {
        if headers.count > 100 { return "there are more than 100 headers" }
        for (name, value) in headers {
            guard value.utf8.allSatisfy({ ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }) else {
                return "the header \(name) holds a control character"
            }
        }
        return nil
    }

    private static func split(_ uri: String) -> (path: String, query: String) {
        guard let mark = uri.firstIndex(of: "?") else { return (uri, "") }
        return (String(uri[..<mark]), String(uri[uri.index(after: mark)...]))
    }

    /// In which form somebody is answered of whom nothing else is known.
    private static func guess(_ path: String) -> Dialect {
        Dialect.allCases.first { Route("POST", path, in: $0) != nil } ?? .completions
    }

    private static func isJSON(_ head: HTTPRequestHead) -> Bool {
        let types = head.headers["content-type"]
        guard types.count == 1, head.headers["content-encoding"].isEmpty else { return false }
        let type = types[0].split(separator: ";", omittingEmptySubsequences: false)[0]
        return type.lowercased().filter { $0 != " " } == "application/json"
    }

    /// Every placeholder in headers and the query, each once.
    private static func placeholders(_ head: HTTPRequestHead, _ query: String) -> Set<String> {
        var found: Set<String> = []
        for value in head.headers.map(\.value) + [query] {
            let bytes = Array(value.utf8)
            for place in Placeholder.places(in: value) { found.insert(String(decoding: bytes[place], as: UTF8.self)) }
        }
        return found
    }

    private static func outgoing(
        _ head: HTTPRequestHead,
        _ path: String,
        _ query: String,
        _ placeholder: String,
        _ entry: AgentTable.Entry,
        _ count: Int
    ) -> HTTPRequestHead {
        let key = entry.key ?? ""
        let address = entry.upstream.address
        let rest = Route.rest(of: path, in: entry.upstream.dialect) ?? path
        // A key that is not the placeholder is another account's.
        let parts = query.split(separator: "&").filter {
            !$0.hasPrefix("key=") || !Placeholder.places(in: String($0)).isEmpty
        }
        let question = parts.isEmpty ? "" : "?" + replace(placeholder, by: key, in: parts.joined(separator: "&"))
        var headers = HTTPHeaders()
        headers.add(name: "host", value: address.authority)
        let named = Set(
            head.headers[canonicalForm: "connection"].map { $0.lowercased() }
        )
        for (name, value) in head.headers {
            let lower = name.lowercased()
            guard !own.contains(lower), !named.contains(lower) else { continue }
            let other = replace(placeholder, by: key, in: value)
            if identities.contains(lower), other == value || ["origin", "referer"].contains(lower) { continue }
            // Without a key, a header that held nothing else says nothing.
            if entry.key == nil, other != value { continue }
            headers.add(name: name, value: other)
        }
        headers.add(name: "accept-encoding", value: "identity")
        if head.method == .POST { headers.add(name: "content-length", value: String(count)) }
        return HTTPRequestHead(
            version: .http1_1,
            method: head.method,
            uri: address.path + rest + question,
            headers: headers
        )
    }

    /// A text with something else in all places of a part.
    private static func replace(_ part: String, by other: String, in text: String) -> String {
        let places = Placeholder.places(in: text)
        guard !places.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        for range in places where bytes[range].elementsEqual(part.utf8) {
            result += bytes[place..<range.lowerBound]
            result += Array(other.utf8)
            place = range.upperBound
        }
        return String(decoding: result + bytes[place...], as: UTF8.self)
    }
}
