extension JSONEditor {
    /// Takes out the member or item that a path ends at, and its comma; comments stay.
    mutating func remove(_ component: JSONPathComponent, at path: [JSONPathComponent]) throws(SyntaxError) {
        guard let container = document.root[Array(path.dropLast())] else { return }
        switch (component, container.value) {
        case (.key(let key), .object(let members)):
            guard let place = members.lastIndex(where: { $0.key == key }) else { return }
            try remove(place, of: container.children, from: container)
        case (.index(let index), .array(let items)):
            guard items.indices.contains(index) else { return }
            try remove(index, of: container.children, from: container)
        default: return
        }
    }

    private mutating func remove(
        _ place: Int,
        of children: [JSONNode.Child],
        from container: JSONNode
    ) throws(SyntaxError) {
        let range = children[place].range
        let comma = try layout.comma(after: children[place].value)
        if children.count == 1 {
            let inside = (container.range.lowerBound + 1)..<(container.range.upperBound - 1)
            let before = layout.spacing.trimmed(inside.lowerBound..<range.lowerBound)
            let after = layout.spacing.trimmed((comma.map { $0 + 1 } ?? range.upperBound)..<inside.upperBound)
            if before.isEmpty, after.isEmpty,
                comma.map({ layout.spacing.trimmed(range.upperBound..<$0).isEmpty }) ?? true
            {
                return splice(inside)
            }
        }
        // The comma before the last one would be left over; where there is one behind it, that is the document's style.
        if comma == nil, place > 0, let earlier = try layout.comma(after: children[place - 1].value) {
            let gap = (earlier + 1)..<range.lowerBound
            if layout.spacing.trimmed(gap).isEmpty {
                return splice(earlier..<range.upperBound)
            }
            splice(earlier..<(earlier + 1))
        }
        guard let comma else { return splice(layout.spacing.cleared(range)) }
        let gap = range.upperBound..<comma
        if layout.spacing.trimmed(gap).isEmpty { return splice(layout.spacing.cleared(range.lowerBound..<(comma + 1))) }
        splice(range)
        splice(comma..<(comma + 1))
    }
}
