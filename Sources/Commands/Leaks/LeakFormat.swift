import ArgumentParser
import Documents
import Reports

/// How finds are written down.
enum LeakFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, sarif
}

extension LeakReport {
    func rendered(as format: LeakFormat, _ style: TextStyle = TextStyle(width: width, isColored: false)) -> String {
        switch format {
        case .text: text(style)
        case .json: Self.redacted(json).document
        case .sarif: sarif().document
        }
    }

    /// A key may also be what a file or a member is called.
    private static func redacted(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(Sanitizer.leaks.redact(text))
        case .array(let items): .array(items.map(redacted))
        case .object(let members): .object(members.map { JSONValue.Member($0.key, redacted($0.value)) })
        case .null, .flag, .number: value
        }
    }
}
