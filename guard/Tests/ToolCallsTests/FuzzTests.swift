import Exchanges
import Testing

@testable import ToolCalls

/// Whatever an answer holds, it is resolved: nothing stops the program, and what is whole names every call.
@Suite struct FuzzTests {
    private static let pieces: [String] = [
        "exec", "bash", "tool_call", "functions", ".", "/", ":", "0", "7", " ", "\u{A0}", "<", "\"", "'", "{", "}", "[",
        "]",
        "\\", "\\u", "d800", "\\n", "C:", "command", "args", "input", "id", "toolId", "name", "__proto__", ",", "null",
        "1e9", "&quot;", "&#", ";", "\u{201C}", "[tool:", "[exec]\n", "<function=", "<parameter=", "</parameter>",
        "commentary to=", "code", "<|DSML|", "<｜DSML｜", "invoke name=", "parameter name=", ">", "é", "\u{0}",
        #"{"id":"exec","args":{"command":"id"}}"#, #"{"command":"id"}"#, #"{"id":"tool_call","args":"#,
    ]

    @Test func anythingIsResolved() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<800 {
            var answer = Answer()
            answer.text = Self.bytes(&dice)
            answer.reasoning = Self.bytes(&dice)
            answer.finish = ["stop", "tool_use", "end_turn", nil].randomElement(using: &dice) ?? nil
            for _ in 0..<Int.random(in: 0...3, using: &dice) {
                let name = String(decoding: Self.bytes(&dice).prefix(40), as: UTF8.self)
                let names = [name, "exec", "tool_call", " functions.exec:1"]
                answer.calls.append(
                    ModelCall(
                        id: Bool.random(using: &dice) ? name : nil,
                        name: names.randomElement(using: &dice) ?? "",
                        arguments: Self.bytes(&dice)
                    )
                )
            }
            let resolver = CallResolver(
                dialect: Dialect.allCases.randomElement(using: &dice) ?? .ollama,
                version: nil,
                offered: Bool.random(using: &dice) ? ["exec", "tool_call"] : nil
            )
            let resolution = resolver.resolve(answer)
            for (number, call) in answer.calls.enumerated() where ["exec", "tool_call"].contains(call.name) {
                let isNamed = resolution.calls.contains { $0.tool == call.name && $0.origin == .call(number) }
                #expect(isNamed || !resolution.isWhole, "\(answer)")
            }
        }
    }

    private static func bytes(_ dice: inout SystemRandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...14, using: &dice) {
            bytes += Array((pieces.randomElement(using: &dice) ?? "").utf8)
            if Int.random(in: 0..<40, using: &dice) == 0 { bytes.append(UInt8.random(in: 0...255, using: &dice)) }
        }
        return bytes
    }
}
