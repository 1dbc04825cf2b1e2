/// Text as JavaScript treats it, which is what the client is written in.
enum ScriptText {
    /// What `trim` takes away.
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
        default: false
        }
    }

    static func trimmed(_ text: some BidirectionalCollection<Unicode.Scalar>) -> [Unicode.Scalar] {
        let start = text.drop(while: isBlank)
        return Array(start.reversed().drop(while: isBlank).reversed())
    }

    /// As `toLowerCase` does; the one rule that looks at neighbors, for a Greek letter, concerns no tool's name.
    static func lowercased(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        text.flatMap { Array($0.properties.lowercaseMapping.unicodeScalars) }
    }

    static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { 0x30...0x39 ~= scalar.value }
}
