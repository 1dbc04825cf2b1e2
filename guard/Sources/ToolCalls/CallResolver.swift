public import Exchanges

/// Finds out what of a model's answer OpenClaw may run, and with what.
///
/// It says rather too much than too little: what it does not name does not run.
public struct CallResolver: Sendable {
    /// Whether `exec` takes a program in JavaScript, which can call every tool.
    public enum CodeMode: Sendable {
        case off, on
        /// It is taken to be on where arguments look like it.
        case unknown
    }

    public let dialect: Dialect
    /// Without it, what any version does may happen.
    public let version: ClientVersion?
    /// The names of the tools that the request offered, where known.
    public let offered: [String]?
    public let codeMode: CodeMode
    /// Whether `&quot;` in arguments may become a quotation mark, as for models of xAI.
    public let mayDecodeEntities: Bool

    /// More calls are not looked at.
    public static let maximumCalls = 128
    /// More of what they may be read as is not looked at.
    static let maximumReadings = 1024
    /// Longer arguments are not read.
    public static let maximumArguments = 4 << 20
    /// How often a call may pass on to another.
    static let maximumDispatches = 4

    public init(
        dialect: Dialect,
        version: ClientVersion? = nil,
        offered: [String]? = nil,
        codeMode: CodeMode = .unknown,
        mayDecodeEntities: Bool = true
    ) {
        (self.dialect, self.version, self.offered) = (dialect, version, offered)
        (self.codeMode, self.mayDecodeEntities) = (codeMode, mayDecodeEntities)
    }

    /// What may run of an answer that is whole.
    public func resolve(_ answer: Answer) -> Resolution {
        let tools = ToolSet(offered: offered)
        var resolution = Resolution()
        if !Ending.runsNothing(answer.finish, dialect, version) {
            if answer.calls.count > Self.maximumCalls { resolution.doubts.append(.tooMany) }
            for (number, call) in answer.calls.prefix(Self.maximumCalls).enumerated() {
                resolve(call, number, tools, &resolution)
            }
        }
        let joined = ReasoningTags.readings(of: answer.text).map { ($0, PossibleCall.Origin.text) }
        for (text, origin) in [(answer.text, PossibleCall.Origin.text), (answer.reasoning, .reasoning)] + joined {
            let written = TextCalls.find(in: text, maximum: Self.maximumCalls)
            if !written.isWhole { resolution.doubts.append(.tooMany) }
            for call in written.calls {
                for tool in tools.tools(named: call.name) {
                    add(tool, call.arguments, origin, answer.calls.count, tools, &resolution)
                }
            }
        }
        return resolution
    }

    private func resolve(_ call: ModelCall, _ number: Int, _ tools: ToolSet, _ resolution: inout Resolution) {
        // A call without a name gets one from its id.
        let isBlank = ScriptText.trimmed(call.name.unicodeScalars).isEmpty
        let name = isBlank ? call.id ?? "" : call.name
        guard name.utf8.count <= NameReadings.maximumLength else {
            resolution.doubts.append(.name(number))
            return
        }
        for tool in tools.tools(named: name) {
            if isBlank, offered != nil, !tool.isOffered, !ToolSet.core.contains(tool.name) { continue }
            add(tool, call.arguments, .call(number), number, tools, &resolution)
        }
    }

    /// Adds a tool with all that its arguments may be read as, and what it passes on to.
    private func add(
        _ tool: (name: String, isOffered: Bool),
        _ arguments: [UInt8],
        _ origin: PossibleCall.Origin,
        _ number: Int,
        _ tools: ToolSet,
        _ resolution: inout Resolution
    ) {
        // What is written in a text is decoded whatever the model.
        let isText = origin == .text || origin == .reasoning
        for reading in ArgumentReadings.all(of: arguments, version, mayDecodeEntities: isText || mayDecodeEntities) {
            var pending = [(tool: tool, arguments: reading, origin: origin, dispatches: 0)]
            while let next = pending.popLast() {
                guard resolution.calls.count < Self.maximumReadings else {
                    resolution.doubts.append(.tooMany)
                    return
                }
                resolution.calls.append(
                    PossibleCall(
                        tool: next.tool.name,
                        isOffered: next.tool.isOffered,
                        arguments: next.arguments,
                        origin: next.origin
                    )
                )
                if isProgram(next.tool.name, next.arguments) { resolution.doubts.append(.program(number)) }
                guard ["tool_call", "tool_search_code"].contains(next.tool.name) else { continue }
                guard next.tool.name == "tool_call", next.dispatches < Self.maximumDispatches,
                    let targets = Dispatch.targets(of: next.arguments)
                else {
                    if next.tool.name == "tool_call" { resolution.doubts.append(.dispatch(number)) }
                    continue
                }
                let passed: PossibleCall.Origin =
                    if case .call = next.origin { .dispatched(number) } else { next.origin }
                for target in targets {
                    guard target.name.utf8.count <= NameReadings.maximumLength else {
                        resolution.doubts.append(.name(number))
                        continue
                    }
                    for tool in tools.tools(named: target.name) {
                        pending.append((tool, target.arguments, passed, next.dispatches + 1))
                    }
                }
            }
        }
    }

    /// Whether a call is a program that can call other tools.
    private func isProgram(_ tool: String, _ arguments: CallArguments) -> Bool {
        switch tool {
        case "tool_search_code": return true
        case "exec":
            guard codeMode == .unknown, case .object(let text) = arguments else { return codeMode == .on }
            return text.root["code"] != nil
        default: return false
        }
    }
}
