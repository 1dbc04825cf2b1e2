/// How a model's API is spoken to.
public enum Dialect: String, CaseIterable, Sendable {
    case anthropic = "anthropic-messages"
    case completions = "openai-completions"
    case responses = "openai-responses"
    case google = "google-generative-ai"
    case ollama = "ollama"

    /// How events stand in an answer that streams.
    public var framing: EventFraming.Form { self == .ollama ? .lines : .serverSent }

    /// Whether all text of an answer is one; the others have blocks or items.
    public var hasOneText: Bool {
        switch self {
        case .completions, .google, .ollama: true
        case .anthropic, .responses: false
        }
    }

    /// What an answer that streams says it is.
    public var streamType: String { self == .ollama ? "application/x-ndjson" : "text/event-stream" }
}

/// What a request is about.
public enum Endpoint: String, CaseIterable, Sendable {
    /// An answer of a model is asked for.
    case answer
    /// Texts become vectors.
    case embedding = "embeddings"
    /// Tokens are counted.
    case count = "token-count"
    /// Models are listed or described.
    case models
}

/// Who wrote a message.
public enum Role: Hashable, Sendable {
    case system, user, assistant, tool
    /// One that no dialect has.
    case other(String)

    init(_ word: String) {
        switch word {
        case "system", "developer": self = .system
        case "user": self = .user
        case "assistant", "model": self = .assistant
        case "tool", "function": self = .tool
        default: self = .other(word)
        }
    }
}

/// What a message holds, in order.
public enum Part: Hashable, Sendable {
    case text([UInt8])
    case reasoning([UInt8])
    case call(ModelCall)
    /// What a tool gave back; `id` is the call's, where the dialect has one.
    case result(id: String?, text: [UInt8], isError: Bool?)
    /// An image, a file, sound; its kind by the dialect's own word.
    case media(String)
}

/// A message of a conversation.
public struct Message: Hashable, Sendable {
    public let role: Role
    public var parts: [Part]

    public init(_ role: Role, _ parts: [Part]) { (self.role, self.parts) = (role, parts) }
}

/// A call that a model wants done, as it wrote it.
public struct ModelCall: Hashable, Sendable {
    /// Not to be relied on: it may be missing, stand twice, and is rewritten on the way back.
    public var id: String?
    public var name: String
    /// JSON by its own claim, cut off or not.
    public var arguments: [UInt8]

    public init(id: String?, name: String, arguments: [UInt8]) {
        (self.id, self.name, self.arguments) = (id, name, arguments)
    }
}

/// A tool that a model may call.
public struct ToolDefinition: Hashable, Sendable {
    public let name: String
    public let about: [UInt8]

    public init(name: String, about: [UInt8]) { (self.name, self.about) = (name, about) }
}

/// What tokens an answer took.
public struct Usage: Hashable, Sendable {
    /// All that was read, from a cache or not.
    public var input = 0
    public var output = 0
    /// The part of the input that the provider had in its cache.
    public var cacheRead = 0
    /// The part of the input that the provider put into its cache.
    public var cacheWrite = 0

    public init(input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite: Int = 0) {
        (self.input, self.output) = (input, output)
        // No part is more than the whole, whatever an upstream says.
        self.cacheRead = min(cacheRead, input)
        self.cacheWrite = min(cacheWrite, input - self.cacheRead)
    }
}

/// A question to a model, whatever dialect it was asked in.
public struct Question: Sendable {
    public var model: String
    public var isStreaming: Bool
    public var messages: [Message] = []
    public var tools: [ToolDefinition] = []
}

/// What a model answered.
public struct Answer: Hashable, Sendable {
    public var text: [UInt8] = []
    public var reasoning: [UInt8] = []
    public var calls: [ModelCall] = []
    /// By the dialect's own word.
    public var finish: String?
    public var usage = Usage()

    public init() {}
}
