import Catalog
import Documents
import Observers
import Surface
public import Vault

/// Asks whoever takes a key whether it is one, by the cheapest call that their documentation knows.
public struct KeyCheck: Sendable {
    public enum Answer: Sendable, Equatable {
        case taken
        case refused(Int)
        /// It could not be told, and why.
        case unknown(String)
    }

    /// Where it was asked, for people.
    public let place: String
    private let address: String
    private let path: String
    private let header: String?
    private let prefix: String
    private let more: [(name: String, value: String)]
    private let objection: String?

    /// Why it cannot be asked whatever the key is; none where it can be tried.
    public var hindrance: String? {
        if let objection { return objection }
        do throws(ConnectionFailure) { _ = try Endpoint(address) } catch { return error.unknown.why }
        return nil
    }

    /// What can be asked about a setting of a gateway; nothing where nobody is known to ask.
    init?(_ setting: SecretSetting, of gateway: SecretReferences, telegram: String = "https://api.telegram.org") {
        if setting.isTelegramBot {
            (place, address, path, header, prefix) = ("Telegram", telegram, "getMe", nil, "/bot")
            (more, objection) = ([], nil)
            return
        }
        guard setting.isModelKey, case .model(let provider) = setting.kind, let model = gateway.models[provider] else {
            return nil
        }
        let known = Self.known[provider]
        let dialect = model.dialect ?? known?.dialect ?? "openai-completions"
        guard let whole = model.address ?? known?.address, let (origin, base) = Self.parts(whole) else { return nil }
        place = "\(provider) (\(origin))"
        address = origin
        switch dialect {
        case "anthropic-messages":
            (path, header, prefix, more) = ("\(base)/v1/models", "x-api-key", "", [("anthropic-version", "2023-06-01")])
        case "google-generative-ai":
            (path, header, prefix, more) = ("\(base)/models", "x-goog-api-key", "", [])
        case "openai-completions", "openai-responses":
            (path, header, prefix, more) = ("\(base)/models", "Authorization", "Bearer ", [])
        default: return nil
        }
        // A container's loopback is another one than this machine's, and who listens here is none of its business.
        let isInside = gateway.sharesNetwork == false
        let isLocal = (try? Endpoint(origin)).map { Endpoint.isLoopback($0.host) } ?? false
        objection = isInside && isLocal ? "\(origin) is in the gateway's container, and was not asked from here" : nil
    }

    /// Providers that OpenClaw knows by itself.
    private static let known = [
        "openai": (address: "https://api.openai.com/v1", dialect: "openai-responses"),
        "anthropic": (address: "https://api.anthropic.com", dialect: "anthropic-messages"),
        "google": (address: "https://generativelanguage.googleapis.com/v1beta", dialect: "google-generative-ai"),
        "openrouter": (address: "https://openrouter.ai/api/v1", dialect: "openai-completions"),
    ]

    /// Scheme, host and port, and the path after them without a slash at its end.
    static func parts(_ address: String) -> (origin: String, path: String)? {
        guard let start = address.firstRange(of: "://") else { return nil }
        let rest = address[start.upperBound...]
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        var path = rest[end...]
        while path.hasSuffix("/") { path = path.dropLast() }
        guard !rest[..<end].contains("@"),
            path.utf8.allSatisfy({ (0x21..<0x7F).contains($0) && $0 != 0x3F && $0 != 0x23 })
        else { return nil }
        return (String(address[..<end]), String(path))
    }

    /// Asks, and believes no more than what the status says.
    public func ask(_ key: SecretBytes, seconds: Int = 15) async -> Answer {
        if let hindrance { return .unknown(hindrance) }
        guard let text = unsafe key.withBytes({ unsafe String(validating: $0, as: UTF8.self) }),
            text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
        else { return .unknown("the value holds what no header can") }
        var request: Request
        if let header {
            request = Request(method: "GET", path: path)
            request.headers = [(header, prefix + text)] + more
        } else {
            guard text.utf8.allSatisfy({ $0 != 0x2F && $0 != 0x3F && $0 != 0x23 && $0 != 0x25 }) else {
                return .refused(404)
            }
            request = Request(method: "GET", path: "\(prefix)\(text)/\(path)")
        }
        do throws(ConnectionFailure) {
            let response = try await Client.ask(try Endpoint(address), request, seconds: seconds)
            return Self.answer(response, isTelegram: header == nil)
        } catch { return .unknown(error.unknown.why) }
    }

    private static func answer(_ response: Response, isTelegram: Bool) -> Answer {
        switch response.status {
        // Telegram says 404 of what is no token at all.
        case 404 where isTelegram: return .refused(404)
        case 401, 403: return .refused(response.status)
        case 200:
            // Whoever answers everything with a page of its own has not looked at the key.
            guard (try? JSONDocument(response.body, dialect: .json))?.root.members != nil else {
                return .unknown("it answered 200 with something that is no JSON object")
            }
            return .taken
        // Google says so of a key that is none.
        case 400 where String(decoding: response.body, as: UTF8.self).contains("API_KEY_INVALID"): return .refused(400)
        default: return .unknown("it answered with status \(response.status)")
        }
    }
}

extension KeyCheck {
    /// Whoever can be asked about a secret, each once.
    public static func all(of consumers: [SecretConsumer]) -> [KeyCheck] {
        var checks: [KeyCheck] = []
        for consumer in consumers {
            guard let gateway = consumer.gateway else { continue }
            for check in consumer.settings.compactMap({ KeyCheck($0, of: gateway) })
            where !checks.contains(where: { $0.place == check.place && $0.path == check.path }) {
                checks.append(check)
            }
        }
        return checks
    }
}
