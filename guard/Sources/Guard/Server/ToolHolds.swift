public import Exchanges
import ToolCalls

/// Has answers wait for a person that would use tools which were named, by whatever name and way.
public struct ToolHolds: AnswerJudge {
    /// Names as OpenClaw has them, by agent; `*` means all.
    private let tools: [String: Set<String>]

    /// One for agents that have tools named; nothing where none has.
    public init?(_ configuration: GuardConfiguration) {
        let named = configuration.agents.filter { !$0.holds.isEmpty }
        guard !named.isEmpty else { return nil }
        tools = Dictionary(named.map { ($0.name, Set($0.holds)) }) { first, _ in first }
    }

    public func judge(_ answer: Answer, to question: Question, of agent: String, _ dialect: Dialect) -> Judgement {
        guard let named = tools[agent] else { return .allow }
        let resolver = CallResolver(dialect: dialect, offered: question.tools.map(\.name))
        let resolution = resolver.resolve(answer)
        // What may be anything may be one of them.
        if let doubt = resolution.doubts.first { return .hold(doubt.words) }
        let held = resolution.calls.map(\.tool).filter { named.contains("*") || named.contains($0) }
        guard !held.isEmpty else { return .allow }
        return .hold("it would use \(Set(held).sorted().joined(separator: ", "))")
    }
}
