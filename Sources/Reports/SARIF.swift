public import Documents

/// What every report in SARIF 2.1.0 is made of, as code scanners' dashboards read it.
public enum SARIF {
    /// A whole document, of one run.
    ///
    /// - Parameters:
    ///   - version: Nacre's.
    ///   - rules: what results refer to by their place.
    ///   - invocation: how the run went.
    ///   - results: what was found.
    ///   - properties: what else there is to say of the run.
    /// - Returns: the document.
    public static func log(
        version: String,
        rules: [JSONValue],
        invocation: [(String, JSONValue)],
        results: [JSONValue],
        properties: [(String, JSONValue)]
    ) -> JSONValue {
        let driver: [(String, JSONValue)] = [
            ("name", .string("Nacre")), ("semanticVersion", .string(version)), ("rules", .array(rules)),
        ]
        let run: [(String, JSONValue)] = [
            ("tool", .object([("driver", .object(driver))])), ("invocations", .array([.object(invocation)])),
            ("columnKind", .string("unicodeCodePoints")), ("results", .array(results)),
            ("properties", .object(properties)),
        ]
        return .object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")), ("version", .string("2.1.0")),
            ("runs", .array([.object(run)])),
        ])
    }

    /// A message (3.11): brackets would be links, braces placeholders.
    public static func message(_ text: String) -> JSONValue {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "[", "]", "\\": escaped += "\\\(character)"
            case "{", "}": escaped += "\(character)\(character)"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return .object([("text", .string(escaped))])
    }

    /// Where a file lies; what is relative stays so.
    ///
    /// RFC 3986: everything that is not unreserved or a slash is percent-encoded.
    public static func address(of path: String) -> String {
        var address = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                address.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                address += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return address
    }
}
