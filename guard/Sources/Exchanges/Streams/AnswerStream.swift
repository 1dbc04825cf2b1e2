/// Where a piece of an answer belongs: pieces of one channel are one text.
public struct Channel: Hashable, Sendable {
    /// What a text is.
    public enum Kind: String, Hashable, Sendable {
        case text, reasoning, arguments
    }

    public let kind: Kind
    /// Which of its kind, by the dialect's numbers.
    public let number: [Int]

    public init(_ kind: Kind, _ number: Int...) { (self.kind, self.number) = (kind, number) }
}

/// A piece of a channel's text: a string in an event.
public struct Fragment: Sendable {
    public let channel: Channel
    public let node: JSONNode

    init(_ channel: Channel, _ node: JSONNode) { (self.channel, self.node) = (channel, node) }
}

/// What an event of an answer says.
public struct StreamEvent: Sendable {
    /// What the event holds as JSON; nothing for marks such as `[DONE]`.
    public var json: JSONText?
    public var fragments: [Fragment] = []
    /// Channels that end with it.
    public var ended: [Channel] = []
    /// Whether all channels end with it.
    public var endsAll = false
    /// Whether a call begins or goes on with it.
    public var isCall = false
    /// Whether nothing but a sign of life.
    public var isIdle = false

    init(_ json: JSONText?) { self.json = json }
}

/// Why an answer is not passed on.
public enum StreamFault: Error, Hashable, Sendable {
    /// An event that is no JSON.
    case json(JSONFault)
    /// An event, block or field that this dialect is not known to have.
    case unknown(String)
    /// What does not follow from what came before.
    case disorder(String)
    /// It ended in the middle.
    case cut
    case tooLong(Int)

    /// For people and for the client.
    public var words: String {
        switch self {
        case .json(let fault): "an event is not JSON: \(fault)"
        case .unknown(let what): "an event is not known: \(what)"
        case .disorder(let what): what
        case .cut: "it ended in the middle"
        case .tooLong(let limit): "an event is longer than \(limit >> 20) MiB"
        }
    }
}

/// Understands the events of one answer.
public protocol AnswerReader: Sendable {
    /// What the answer is so far.
    var answer: Answer { get }
    /// Whether the answer came to its end.
    var isComplete: Bool { get }
    /// What ends the answer in this text where its first call would begin.
    func closing(_ text: String) -> [UInt8]
    /// Takes the next event that has data.
    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent
}

extension Dialect {
    /// What understands this dialect's answers.
    public var reader: any AnswerReader {
        switch self {
        case .anthropic: AnthropicReader()
        case .completions: CompletionsReader()
        case .responses: ResponsesReader()
        case .google: GoogleReader()
        case .ollama: OllamaReader()
        }
    }
}

extension Answer {
    /// Adds a piece of its text or its reasoning; calls have arguments of their own.
    mutating func add(_ text: [UInt8], _ kind: Channel.Kind) {
        switch kind {
        case .text: self.text += text
        case .reasoning: reasoning += text
        case .arguments: break
        }
    }
}

extension RawEvent {
    func json() throws(StreamFault) -> JSONText {
        do { return try JSONText(data ?? []) } catch { throw .json(error) }
    }
}

extension JSONNode {
    /// A value that must be there for what follows.
    func word(_ key: String) -> String { self[key]?.words ?? "" }

    /// Whether a key is missing or null.
    func lacks(_ key: String) -> Bool { (self[key]?.kind ?? .null) == .null }

    /// A text: nothing where it is missing or null, an error where it is anything else.
    func text(_ key: String) throws(StreamFault) -> JSONNode? {
        guard let node = self[key], node.kind != .null else { return nil }
        guard node.kind == .string else { throw .unknown("\(key) that is no text") }
        return node
    }

    /// A list: empty where it is missing or null, an error where it is anything else, for JavaScript finds the first of an object
    /// with the key `0` as well.
    func list(_ key: String) throws(StreamFault) -> [JSONNode] {
        guard let node = self[key], node.kind != .null else { return [] }
        guard node.kind == .array else { throw .unknown("\(key) that is no list") }
        return node.elements
    }

    /// An object: nothing where it is missing or null, an error where it is anything else.
    func object(_ key: String) throws(StreamFault) -> JSONNode? {
        guard let node = self[key], node.kind != .null else { return nil }
        guard node.kind == .object else { throw .unknown("\(key) that is no object") }
        return node
    }

    /// A name of a tool: empty where it is missing or null, an error where it is no text.
    func name() throws(StreamFault) -> String { try text("name")?.words ?? "" }

    /// A count; nothing that could not be one makes it larger.
    func number(_ key: String) -> Int { min(max(0, self[key]?.integer ?? 0), 1 << 31) }

    /// Which of several something is: none is the first, and what is no small whole number is an error.
    func place(_ key: String) throws(StreamFault) -> Int {
        guard let node = self[key], node.kind != .null else { return 0 }
        guard let number = node.integer, (0...10_000).contains(number) else {
            throw .unknown("\(key) that is no number")
        }
        return number
    }

    /// Whether an event says that something failed; one that says something besides is an error itself.
    func fails(besides keys: String...) throws(StreamFault) -> Bool {
        guard !lacks("error") else { return false }
        guard keys.allSatisfy(lacks) else { throw .unknown("an error with an answer") }
        return true
    }
}
