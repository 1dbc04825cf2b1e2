/// Collects the splices that make one edit of a document.
struct JSONEditor {
    struct Splice {
        let range: Range<Int>
        let text: [UInt8]
    }

    let document: JSONDocument
    let layout: JSONLayout
    /// In the order of the document, without overlaps.
    private(set) var splices: [Splice] = []

    init(_ document: JSONDocument) {
        self.document = document
        layout = JSONLayout(document)
    }

    var bytes: [UInt8] { document.bytes }

    mutating func splice(_ range: Range<Int>, _ text: [UInt8] = []) {
        if let last = splices.last, last.range.upperBound == range.lowerBound {
            splices[splices.count - 1] = Splice(
                range: last.range.lowerBound..<range.upperBound,
                text: last.text + text
            )
        } else {
            splices.append(Splice(range: range, text: text))
        }
    }

    func result() -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + splices.reduce(0) { $0 + $1.text.count })
        var offset = 0
        for splice in splices {
            result += bytes[offset..<splice.range.lowerBound]
            result += splice.text
            offset = splice.range.upperBound
        }
        return result + bytes[offset...]
    }

    /// Descends to where the path ends in the document, and puts the rest of it there.
    ///
    /// The path's length bounds the recursion no further than the document's depth.
    mutating func set(
        _ value: JSONValue,
        at path: ArraySlice<JSONPathComponent>,
        of node: JSONNode,
        in outer: JSONLayout.Surroundings?
    ) throws(SyntaxError) {
        guard let component = path.first else {
            return splice(node.range, try layout.text(value, replacing: node, in: outer))
        }
        let rest = path.dropFirst()
        if node.isNull {
            return splice(node.range, try layout.text(try wrapped(value, path), replacing: node, in: outer))
        }
        let here = layout.surroundings(of: node, in: outer)
        switch (component, node.value) {
        case (.key(let key), .object(let members)):
            if let member = members.last(where: { $0.key == key }) {
                return try set(value, at: rest, of: member.value, in: here)
            }
            let text = try layout.member(key, try wrapped(value, rest), in: here)
            try insert(text, after: members.last?.value, in: node, here)
        case (.index(let index), .array(let items)):
            if items.indices.contains(index) { return try set(value, at: rest, of: items[index], in: here) }
            guard index == items.count else {
                throw document.failure("the list has \(items.count) items, so none at \(index)", at: node)
            }
            try insert(try layout.text(try wrapped(value, rest), in: here), after: items.last, in: node, here)
        case (.key(let key), _): throw document.failure("\(node.kind) has no key \(key)", at: node)
        case (.index, _): throw document.failure("\(node.kind) has no items", at: node)
        }
    }

    /// The value inside the objects and lists that the rest of a path asks for.
    private func wrapped(_ value: JSONValue, _ path: ArraySlice<JSONPathComponent>) throws(SyntaxError) -> JSONValue {
        guard path.count <= document.limits.depth else {
            throw document.failure("nested deeper than \(document.limits.depth)")
        }
        var value = value
        for component in path.reversed() {
            switch component {
            case .key(let key): value = .object([JSONValue.Member(key, value)])
            case .index(0): value = .array([value])
            case .index(let index): throw document.failure("a new list has no item at \(index)")
            }
        }
        return value
    }

    private mutating func insert(
        _ text: [UInt8],
        after last: JSONNode?,
        in node: JSONNode,
        _ here: JSONLayout.Surroundings
    ) throws(SyntaxError) {
        guard let last else { return try fill(node, with: text, here) }
        let comma = try layout.comma(after: last)
        let end = comma.map { $0 + 1 } ?? last.range.upperBound
        // A comment that begins on the last one's line speaks of that one.
        let place = here.isMultiline ? layout.spacing.endOfRemarks(from: end) : end
        if comma == nil { splice(end..<end, [UInt8(ascii: ",")]) }
        splice(place..<place, here.separator + text + (comma == nil ? [] : [UInt8(ascii: ",")]))
    }

    /// Puts the first member or item into an object or list, behind whatever comments it holds.
    private mutating func fill(
        _ node: JSONNode,
        with text: [UInt8],
        _ here: JSONLayout.Surroundings
    ) throws(SyntaxError) {
        let inside = (node.range.lowerBound + 1)..<(node.range.upperBound - 1)
        let content = layout.spacing.trimmed(inside)
        if content.isEmpty {
            let closing = here.isMultiline ? layout.newline + here.closing : here.padding
            return splice(inside, (here.isMultiline ? here.separator : here.padding) + text + closing)
        }
        // A comment to the end of the line must not swallow what follows it.
        let isMultiline = here.isMultiline || layout.spacing.hasNewline(content.upperBound..<inside.upperBound)
        let gap = isMultiline ? layout.newline + here.indent : [UInt8(ascii: " ")]
        splice(content.upperBound..<content.upperBound, gap + text)
        let hasEnd = layout.spacing.hasNewline(content.upperBound..<inside.upperBound)
        if isMultiline, !hasEnd { splice(content.upperBound..<inside.upperBound, layout.newline + here.closing) }
    }
}
