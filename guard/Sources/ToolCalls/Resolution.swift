public import Exchanges

/// What may run of an answer.
public struct Resolution: Sendable {
    public var calls: [PossibleCall] = []
    /// Why more than these may run, and anything: nothing where the calls are all.
    public var doubts: [Doubt] = []

    /// Whether nothing else than the calls can run.
    public var isWhole: Bool { doubts.isEmpty }
}

/// A call that may run as it stands here.
///
/// One call of the model may be several of these, since it may be read in several ways: each of them is to be judged.
public struct PossibleCall: Sendable {
    /// The tool's name: as OpenClaw has it, or for other tools as the request offered it or the model wrote it.
    public let tool: String
    /// Whether the request offered the tool; one that it did not offer runs where the client finds tools by name.
    public let isOffered: Bool
    public let arguments: CallArguments
    public let origin: Origin

    /// Where in the answer a call stands.
    public enum Origin: Hashable, Sendable {
        /// The call of this number.
        case call(Int)
        /// What the call of this number, a `tool_call`, passes on.
        case dispatched(Int)
        /// Written out in the answer's text.
        case text
        /// Written out in the answer's reasoning.
        case reasoning
    }
}

/// What a tool is called with.
public enum CallArguments: Sendable {
    /// An object, in which the last of two equal keys counts.
    ///
    /// The tool makes values fit its schema: `5` may become `"5"`, and a string the object that it holds as JSON.
    case object(JSONText)
    /// No object as JSON has it: some versions mend it and run the tool with what comes out, so it may be anything.
    case unreadable([UInt8])
}

/// Why anything may run.
public enum Doubt: Hashable, Sendable {
    /// The call of this number is a program that can call every tool.
    case program(Int)
    /// The call of this number passes on to a tool whose name could not be read.
    case dispatch(Int)
    /// The call of this number has a name that is too long to be looked at.
    case name(Int)
    /// There are more calls than are looked at.
    case tooMany

    /// For people.
    public var words: String {
        switch self {
        case .program(let number): "call \(number + 1) is a program, which can call every tool"
        case .dispatch(let number): "which tool call \(number + 1) passes on to could not be determined"
        case .name(let number): "the name in call \(number + 1) is too long"
        case .tooMany: "there are more than \(CallResolver.maximumCalls) calls"
        }
    }
}
