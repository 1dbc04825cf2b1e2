import Exchanges

@testable import ToolCalls

/// What is asked of a resolver in these tests.
enum Sample {
    static let offered = ["exec", "read", "write", "tool_call", "apply_patch"]

    static func resolve(
        _ name: String,
        _ arguments: String = #"{"command":"id"}"#,
        id: String? = "c1",
        finish: String = "tool_use",
        dialect: Dialect = .anthropic,
        version: String? = nil,
        offered: [String]? = Sample.offered,
        codeMode: CallResolver.CodeMode = .unknown,
        text: String = ""
    ) -> Resolution {
        var answer = Answer()
        answer.finish = finish
        answer.text = Array(text.utf8)
        if !name.isEmpty || id != nil {
            answer.calls = [ModelCall(id: id, name: name, arguments: Array(arguments.utf8))]
        }
        let known = version.flatMap(ClientVersion.init)
        return CallResolver(dialect: dialect, version: known, offered: offered, codeMode: codeMode).resolve(answer)
    }
}

extension Resolution {
    var tools: Set<String> { Set(calls.map(\.tool)) }

    /// Whether nothing is known of any call's arguments.
    var isOpen: Bool {
        calls.allSatisfy { if case .unreadable = $0.arguments { true } else { false } }
    }

    /// What a tool may be called with at a key, or nothing where that may be anything.
    func values(_ tool: String, _ key: String = "command") -> [String?] {
        calls.filter { $0.tool == tool }.map { call in
            guard case .object(let text) = call.arguments, let node = text.root[key] else { return nil }
            return node.words ?? String(decoding: node.written, as: UTF8.self)
        }
    }
}
