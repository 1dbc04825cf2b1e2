public import Exchanges

extension Secrecy {
    /// A JSON text without what must not get out; nothing where there is none of it.
    ///
    /// Every string is looked at as it would be read, keys among them.
    public func cleaned(_ json: JSONText) -> (bytes: [UInt8], findings: [Finding])? {
        var edits: [(range: Range<Int>, json: [UInt8])] = []
        var findings: [Finding] = []
        for node in json.root.all where node.kind == .string && node.range.count > 8 {
            guard let text = node.string, let (other, found) = cleaned(text) else { continue }
            findings += found
            edits.append((node.range, JSONString.escaped(other)))
        }
        return edits.isEmpty ? nil : (json.replacing(edits), findings)
    }

    /// The same for a text that is no JSON.
    public func cleaned(_ text: [UInt8]) -> (bytes: [UInt8], findings: [Finding])? {
        let findings = findings(in: text)
        guard !findings.isEmpty else { return nil }
        var other: [UInt8] = []
        var place = 0
        for finding in findings {
            other += text[place..<finding.range.lowerBound] + finding.mark
            place = finding.range.upperBound
        }
        return (other + text[place...], findings)
    }
}
