public import Exchanges

extension Secrecy {
    /// Keys of answers under which stands what a person is shown.
    public static let shown = ["text", "content", "response", "refusal"]
    /// Keys below which stands what a tool is called with: changed, it would do something else.
    static let arguments = ["input", "arguments", "args"]

    /// A JSON text without what must not get out; nothing where there is none of it.
    ///
    /// Every string is looked at as it would be read, keys among them; what a person is shown stands under some keys.
    public func cleaned(_ json: JSONText, shown: [String] = []) -> (bytes: [UInt8], findings: [Finding])? {
        var edits: [(range: Range<Int>, json: [UInt8])] = []
        var findings: [Finding] = []
        // Keys and words stand there again and again.
        var spotless: Set<[UInt8]> = []
        for (node, isShown) in json.root.strings(under: shown, notBelow: Self.arguments) where node.range.count > 8 {
            let written = node.range.count <= 64 && !isShown ? node.written : []
            if !written.isEmpty, spotless.contains(written) { continue }
            guard let text = node.string else { continue }
            guard let (other, found) = cleaned(text, isShown: isShown) else {
                if !written.isEmpty { spotless.insert(written) }
                continue
            }
            findings += found
            edits.append((node.range, JSONString.escaped(other)))
        }
        // A value of digits alone can stand as a number.
        for node in json.root.all where node.kind == .number && node.range.count >= 8 {
            let found = self.findings(in: Array(json.bytes[node.range]))
            guard !found.isEmpty else { continue }
            findings += found
            edits.append((node.range, [UInt8(ascii: "0")]))
        }
        return edits.isEmpty ? nil : (json.replacing(edits), findings)
    }

    /// The same for a text that is no JSON.
    public func cleaned(_ text: [UInt8], isShown: Bool = false) -> (bytes: [UInt8], findings: [Finding])? {
        let findings = isShown ? findings(inShown: text) : findings(in: text)
        return findings.isEmpty ? nil : (findings.replaced(in: text), findings)
    }
}
