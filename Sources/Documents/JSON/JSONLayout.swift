/// How a document is laid out, so that what is put into it looks like the rest.
struct JSONLayout {
    /// What the members or items of one object or list have around them.
    struct Surroundings {
        /// Whether each one has a line of its own.
        var isMultiline: Bool
        /// In front of each one's line.
        var indent: [UInt8]
        /// In front of the closing bracket's line.
        var closing: [UInt8]
        /// Between the comma and the next one.
        var separator: [UInt8]
        /// Inside the brackets of an object on one line.
        var padding: [UInt8]
        /// Between key and value.
        var colon: [UInt8]
        /// The quote around keys; none where they stand without.
        var keyQuote: UInt8?
        /// The quote around texts.
        var textQuote: UInt8
    }

    let document: JSONDocument
    let spacing: JSONSpacing
    let newline: [UInt8]
    /// What each level is indented by.
    let unit: [UInt8]

    init(_ document: JSONDocument) {
        self.document = document
        let bytes = document.bytes
        spacing = JSONSpacing(bytes)
        let first = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
        switch first.map({ (bytes[$0], $0 + 1 < bytes.count ? bytes[$0 + 1] : nil) }) {
        case (0x0D, 0x0A)?: newline = [0x0D, 0x0A]
        case (0x0D, _)?: newline = [0x0D]
        default: newline = [0x0A]
        }
        unit = Self.unit(document, spacing) ?? [0x20, 0x20]
    }

    var bytes: [UInt8] { document.bytes }

    /// What the outermost member or item on a line of its own is indented by.
    private static func unit(_ document: JSONDocument, _ spacing: JSONSpacing) -> [UInt8]? {
        var node = document.root
        while let child = node.children.first {
            let start = child.range.lowerBound
            if spacing.hasNewline(node.range.lowerBound..<start) {
                let outer = spacing.indentation(at: node.range.lowerBound)
                let inner = spacing.indentation(at: start)
                guard inner.count > outer.count, inner.starts(with: outer) else { return nil }
                return Array(inner[outer.count...])
            }
            node = child.value
        }
        return nil
    }

    /// What the root itself has around it.
    private var outermost: Surroundings {
        Surroundings(
            isMultiline: true,
            indent: [],
            closing: [],
            separator: [],
            padding: [0x20],
            colon: [UInt8(ascii: ":"), 0x20],
            keyQuote: UInt8(ascii: "\""),
            textQuote: firstText(in: document.root).map { bytes[$0.range.lowerBound] } ?? UInt8(ascii: "\"")
        )
    }

    /// What a new member or item of the node has around it.
    func surroundings(of node: JSONNode, in outer: Surroundings?) -> Surroundings {
        var here = outer ?? outermost
        let children = node.children
        let isObject = node.members != nil
        guard let last = children.last, let first = children.first else {
            // An empty one is laid out as what it stands in.
            let isOpen = spacing.hasNewline(node.range)
            here.isMultiline = here.isMultiline || isOpen
            here.closing = spacing.indentation(at: isOpen ? node.range.upperBound - 1 : node.range.lowerBound)
            here.indent = here.closing + unit
            here.padding = isObject ? here.padding : []
            if here.isMultiline { here.separator = newline + here.indent }
            return here
        }
        let previous = children.count > 1 ? children[children.count - 2].range.upperBound : nil
        let gap = (previous ?? node.range.lowerBound + 1)..<last.range.lowerBound
        here.isMultiline = spacing.hasNewline(gap)
        here.closing = spacing.indentation(at: node.range.upperBound - 1)
        here.indent = spacing.indentation(at: last.range.lowerBound)
        if let key = last.key {
            // One that stands without quotes shows the habit; others may only have needed theirs.
            let quotes = children.compactMap { $0.key.map { bytes[$0.lowerBound] } }
            let isBare = quotes.contains { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }
            here.keyQuote = isBare ? nil : bytes[key.lowerBound]
            let colon = Array(bytes[key.upperBound..<last.value.range.lowerBound])
            if colon.allSatisfy({ [0x20, 0x09, UInt8(ascii: ":")].contains($0) }) { here.colon = colon }
            let inside = Array(bytes[(node.range.lowerBound + 1)..<first.range.lowerBound])
            if !here.isMultiline { here.padding = inside.allSatisfy { $0 == 0x20 } ? inside : [0x20] }
        }
        if let text = children.last(where: { $0.value.text != nil })?.value {
            here.textQuote = bytes[text.range.lowerBound]
        }
        here.separator = here.isMultiline ? newline + here.indent : inlineGap(gap, hasPrevious: previous != nil, here)
        return here
    }

    /// The blanks behind a comma on one line: as in front of the last one, else as behind a colon.
    private func inlineGap(_ gap: Range<Int>, hasPrevious: Bool, _ here: Surroundings) -> [UInt8] {
        if hasPrevious, let comma = bytes[gap].firstIndex(of: UInt8(ascii: ",")) {
            let blanks = Array(bytes[(comma + 1)..<gap.upperBound])
            return blanks.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? blanks : [0x20]
        }
        return here.colon.last == UInt8(ascii: ":") ? [] : [0x20]
    }

    private func firstText(in node: JSONNode) -> JSONNode? {
        if node.text != nil { return node }
        for child in node.children {
            if let found = firstText(in: child.value) { return found }
        }
        return nil
    }

    /// Where the comma behind a value is, if one is.
    func comma(after node: JSONNode) throws(SyntaxError) -> Int? {
        var parser = JSONParser(bytes: bytes, dialect: document.dialect, limits: document.limits)
        parser.offset = node.range.upperBound
        try parser.skipSpace()
        return parser.current == UInt8(ascii: ",") ? parser.offset : nil
    }
}
