import Exchanges
import ToolCalls

// Reads answers, a JSON object a line {dialect, version, finish, text, tools, calls: [{id, name, arguments}]}, and
// writes what may run of each.
while let line = readLine() {
    guard let json = try? JSONText(Array(line.utf8)), let dialect = json.root["dialect"]?.words.flatMap(Dialect.init)
    else {
        print(#"{"error":"no answer in a dialect that is known"}"#)
        continue
    }
    let root = json.root
    var answer = Answer()
    answer.text = root["text"]?.string ?? []
    answer.finish = root["finish"]?.words
    answer.calls = (root["calls"]?.elements ?? []).map {
        ModelCall(id: $0["id"]?.words, name: $0["name"]?.words ?? "", arguments: $0["arguments"]?.string ?? [])
    }
    let resolver = CallResolver(
        dialect: dialect,
        version: root["version"]?.words.flatMap(ClientVersion.init),
        offered: root["tools"]?.elements.compactMap(\.words),
        codeMode: root["codeMode"].map { $0.isTrue ? .on : .off } ?? .unknown
    )
    let resolution = resolver.resolve(answer)
    let calls = resolution.calls.map { call in
        var arguments = Array("null".utf8)
        // No string of JSON holds a line break.
        if case .object(let text) = call.arguments {
            arguments = text.bytes.map { [0x0A, 0x0D].contains($0) ? 0x20 : $0 }
        }
        let name = String(decoding: JSONString.escaped(call.tool), as: UTF8.self)
        let words = String(decoding: arguments, as: UTF8.self)
        return #"{"tool":\#(name),"offered":\#(call.isOffered),"arguments":\#(words)}"#
    }
    let doubts = resolution.doubts.map { String(decoding: JSONString.escaped($0.words), as: UTF8.self) }
    print(#"{"calls":[\#(calls.joined(separator: ","))],"doubts":[\#(doubts.joined(separator: ","))]}"#)
}
