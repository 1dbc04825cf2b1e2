/// How a string of JSON is written: the one place that escapes it.
enum JSONString {
    /// A text as it is written, in a quote of which JSON5 and JavaScript have a second one.
    static func text(_ text: String, in quote: Unicode.Scalar = "\"") -> String {
        var result = ""
        result.unicodeScalars.append(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case quote, "\\":
                result += "\\"
                result.unicodeScalars.append(scalar)
            case "\u{08}": result += "\\b"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\u{0C}": result += "\\f"
            case "\r": result += "\\r"
            // A terminal obeys DEL as it does the controls; the separators end a line of JavaScript.
            case _ where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result.unicodeScalars.append(quote)
        return result
    }
}
