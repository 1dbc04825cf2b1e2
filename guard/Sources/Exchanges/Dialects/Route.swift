/// What a request's path means in a dialect.
public struct Route: Hashable, Sendable {
    public let endpoint: Endpoint
    /// The model, where the path names it.
    public var model: String?
    /// Whether the path asks for an answer that streams; nothing where the body says so.
    public var isStreaming: Bool?

    /// What clients put between the address that they are given and the paths of a dialect: one of these.
    static func bases(of dialect: Dialect) -> [String] {
        switch dialect {
        case .anthropic, .ollama: [""]
        case .completions, .responses: ["/v1"]
        case .google: ["/v1beta", "/v1alpha", "/v1"]
        }
    }

    /// A path without what clients put before the dialect's own; nothing where it is none of them.
    public static func rest(of path: String, in dialect: Dialect) -> String? {
        bases(of: dialect).first { path.hasPrefix($0 + "/") }.map { String(path.dropFirst($0.count)) }
    }

    /// What a path means; nothing where the dialect has no such path.
    ///
    /// - Parameters:
    ///   - method: in capitals.
    ///   - path: from its first slash, without a query.
    ///   - dialect: whose paths they are.
    public init?(_ method: String, _ path: String, in dialect: Dialect) {
        guard !path.utf8.contains(UInt8(ascii: "%")), let rest = Self.rest(of: path, in: dialect) else { return nil }
        if method == "GET", let models = Self.models(rest, dialect) {
            self.init(endpoint: .models, model: models)
            return
        }
        guard method == "POST" else { return nil }
        switch (dialect, rest) {
        case (.anthropic, "/v1/messages"), (.completions, "/chat/completions"), (.responses, "/responses"),
            (.ollama, "/api/chat"), (.ollama, "/api/generate"):
            self.init(endpoint: .answer)
        case (.anthropic, "/v1/messages/count_tokens"): self.init(endpoint: .count)
        case (.completions, "/embeddings"), (.responses, "/embeddings"), (.ollama, "/api/embed"),
            (.ollama, "/api/embeddings"):
            self.init(endpoint: .embedding)
        case (.ollama, "/api/show"): self.init(endpoint: .models)
        case (.google, _):
            guard let route = Self.google(rest) else { return nil }
            self = route
        default: return nil
        }
    }

    private init(endpoint: Endpoint, model: String? = nil, isStreaming: Bool? = nil) {
        (self.endpoint, self.model, self.isStreaming) = (endpoint, model, isStreaming)
    }

    private static func models(_ rest: String, _ dialect: Dialect) -> String?? {
        let list: String
        switch dialect {
        case .anthropic: list = "/v1/models"
        case .completions, .responses, .google: list = "/models"
        case .ollama: return ["/api/tags", "/api/version", "/api/ps"].contains(rest) ? .some(nil) : nil
        }
        if rest == list { return .some(nil) }
        guard rest.hasPrefix(list + "/") else { return nil }
        let model = String(rest.dropFirst(list.count + 1))
        return isName(model) ? .some(model) : nil
    }

    private static func google(_ rest: String) -> Route? {
        for kind in ["/models/", "/tunedModels/"] where rest.hasPrefix(kind) {
            let parts = rest.dropFirst(kind.count).split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, isName(String(parts[0])) else { return nil }
            let model = String(parts[0])
            switch parts[1] {
            case "generateContent": return Route(endpoint: .answer, model: model, isStreaming: false)
            case "streamGenerateContent": return Route(endpoint: .answer, model: model, isStreaming: true)
            case "countTokens": return Route(endpoint: .count, model: model)
            case "embedContent", "batchEmbedContents": return Route(endpoint: .embedding, model: model)
            default: return nil
            }
        }
        return nil
    }

    /// Names of models have no step that leads elsewhere.
    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._/@".utf8.contains(byte)
            }
            && !name.split(separator: "/", omittingEmptySubsequences: false).contains {
                $0.isEmpty || $0 == ".." || $0 == "."
            }
    }
}
