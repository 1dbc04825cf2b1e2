import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What is done with a request.
enum Admission: Sendable {
    case reply(Reply)
    case forward(Forwarding)
}

/// Why a request that could be sent is not.
struct Refusal: Sendable {
    let outcome: ExchangeEvent.Outcome
    let why: String
}

/// A request of an agent that is coming in.
struct Arrival: Sendable {
    /// Under what it is taken.
    let regime: Regime
    let entry: AgentTable.Entry
    let placeholder: String
    var id = ExchangeID()
    let time = NIODeadline.now()
}

/// Decides about requests: whose they are, what they ask, and what goes on.
struct Admissions: Sendable {
    let agents: AgentTable
    let secrecy: Secrecy

    /// Whose request it is, by its head alone.
    enum Identity {
        case agent(AgentTable.Entry, placeholder: String)
        case reply(Reply)
        /// It is refused; whose it is, where that is known.
        case refused(Reply, AgentTable.Entry?, ExchangeID)
    }

    func identify(_ head: HTTPRequestHead) -> Identity {
        let (path, query) = Self.split(head.uri)
        if head.method == .GET, path == "/healthz" {
            return .reply(Reply(status: 200, type: "text/plain", body: Array("ok\n".utf8)))
        }
        let guess = Self.guess(path)
        let id = ExchangeID()
        func refuse(_ words: String) -> Identity { .refused(.error(400, words, guess), nil, id) }
        if let fault = Self.fault(in: head.headers) {
            var refusal = Reply.error(400, fault, guess)
            // The header's name is anybody's words.
            refusal.why = "its headers are not those of a client"
            return .refused(refusal, nil, id)
        }
        let placeholders = Self.placeholders(head, query)
        guard let placeholder = placeholders.first else {
            return refuse("no header holds the placeholder of an agent; nacre-guard placeholder makes one")
        }
        guard placeholders.count == 1 else { return refuse("there are placeholders of two agents") }
        guard let entry = agents.entry(for: placeholder.utf8) else { return refuse("the placeholder is no agent's") }
        let dialect = entry.upstream.dialect
        guard Route(head.method.rawValue, path, in: dialect) != nil || Self.passes(head.method, path, entry) else {
            let words = "is not known in \(dialect.rawValue)"
            var refusal = Reply.error(
                404,
                "\(head.method) \(String(decoding: path.utf8.prefix(200), as: UTF8.self)) \(words)",
                dialect,
                id
            )
            refusal.why = "this path \(words)"
            return .refused(refusal, entry, id)
        }
        // Where it goes to is the provider's to read.
        guard secrecy.cleaned(Array(head.uri.utf8)) == nil else {
            return .refused(.error(400, "the path or the query holds a secret", dialect, id), entry, id)
        }
        return .agent(entry, placeholder: placeholder)
    }

    private static func passes(_ method: HTTPMethod, _ path: String, _ entry: AgentTable.Entry) -> Bool {
        [.GET, .POST].contains(method) && entry.upstream.passes.contains(path)
    }

    /// What becomes of a request that came as a whole.
    func admit(_ head: HTTPRequestHead, _ body: [UInt8], _ arrival: Arrival) -> Admission {
        let (path, query) = Self.split(head.uri)
        let entry = arrival.entry
        let dialect = entry.upstream.dialect
        let route = Route(head.method.rawValue, path, in: dialect)
        func refuse(_ words: String) -> Admission { .reply(.error(400, words, dialect, arrival.id)) }
        if dialect == .google, route?.isStreaming == true, !query.split(separator: "&").contains("alt=sse") {
            return refuse("streams are taken with alt=sse only")
        }
        var question: Question?
        var model = route?.model
        var clean = body
        var findings: [Finding] = []
        if head.method == .POST {
            guard Self.isJSON(head) else {
                return refuse("the body is no application/json without a content-encoding")
            }
            do {
                let json = try JSONText(body)
                if let key = Question.ambiguousKey(in: json.root) {
                    let shown = secrecy.cleaned(Array(key.utf8))?.bytes ?? Array(key.utf8)
                    return refuse(
                        "the body has a key that some read as another one: \(String(decoding: shown.prefix(60), as: UTF8.self))"
                    )
                }
                if let route, route.endpoint == .answer { question = try Question(json, dialect, route) }
                model = question?.model ?? model ?? json.root["model"]?.words
                if let (bytes, found) = secrecy.cleaned(json) { (clean, findings) = (bytes, found) }
            } catch let fault as JSONFault {
                return refuse(QuestionFault.json(fault).words)
            } catch {
                return refuse((error as? QuestionFault)?.words ?? "\(error)")
            }
        } else if !body.isEmpty {
            return refuse("\(head.method) has no body here")
        }
        var asked = head
        let (headers, held) = Forwarding.cleaned(head.headers, secrecy)
        (asked.headers, findings) = (headers, findings + held)
        return .forward(
            Forwarding(
                regime: arrival.regime,
                entry: entry,
                id: arrival.id,
                began: arrival.time,
                endpoint: route?.endpoint,
                model: model,
                question: question,
                asked: asked,
                placeholder: arrival.placeholder,
                body: clean,
                holdKey: Holds.key(entry.agent.name, head.uri, body),
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

    static func split(_ uri: String) -> (path: String, query: String) {
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
}
