import Documents
import Testing

/// Random documents in random spellings, random edits, and a model that knows nothing of spellings.
@Suite struct JSONEditFuzzTests {
    @Test(arguments: [JSONDocument.Dialect.json, .json5])
    func `edits say what the model says and touch nothing else`(_ dialect: JSONDocument.Dialect) throws {
        var dice = JSONDice(seed: dialect == .json ? 11 : 12, dialect: dialect)
        for round in 0..<2500 {
            let value = dice.value(depth: 0)
            let text = dice.spelled(value)
            let document = try JSONDocument(Array(text.utf8), dialect: dialect)
            #expect(JSONValue(document.root).means(value), "round \(round): \(text)")
            let path = dice.path(into: value)
            let edit: JSONEdit =
                switch dice.number(3) {
                case 0: .remove(at: path)
                case 1: .append(dice.value(depth: 3), to: path)
                default: .set(dice.value(depth: 2), at: path)
                }
            let wanted = edit.applied(to: value)
            guard let edited = try? document.applying([edit]) else {
                #expect(wanted == nil, "round \(round) refused \(edit) in \(text)")
                continue
            }
            let shown = "round \(round), \(edit):\n\(text)\n→\n\(String(decoding: edited.bytes, as: UTF8.self))"
            let model = try #require(wanted, "\(shown)")
            try #require(JSONValue(edited.root).means(model), "\(shown)")
            #expect(keepsTheRest(document, edited, edit), "\(shown)")
            switch (edit, path.last) {
            // What comes next moves up.
            case (.append, _), (.remove, .index): continue
            default: break
            }
            #expect(try edited.applying([edit]).bytes == edited.bytes, "\(shown)")
        }
    }

    /// Whether every byte outside of the changed value survived, but for commas and blanks around what was taken out.
    private func keepsTheRest(_ old: JSONDocument, _ new: JSONDocument, _ edit: JSONEdit) -> Bool {
        switch edit {
        case .set(_, let path), .append(_, let path):
            var place = old.root
            for component in path {
                guard let child = place[[component]] else { break }
                place = child
            }
            if case .set = edit, old.root[path] != nil { return keeps(old.bytes, new.bytes, outside: place.range) }
            if place.isNull { return keeps(old.bytes, new.bytes, outside: place.range) }
            // Something was added: what was there is there in the same order, but for blanks in what was empty.
            if place.isEmpty { return keeps(old.bytes, new.bytes, outside: place.range) }
            return new.bytes.contains(inOrder: old.bytes)
        case .remove(let path):
            var holes: [Range<Int>] = []
            if let last = path.last, let parent = old.root[Array(path.dropLast())] {
                switch last {
                case .index(let index): holes = parent[index].map { [$0.range] } ?? []
                case .key(let key):
                    let members = (parent.members ?? []).filter { $0.key == key }
                    holes = members.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
                }
            }
            return old.bytes.contains(inOrder: new.bytes)
                && new.bytes.comments(outside: []) == old.bytes.comments(outside: holes)
        }
    }

    private func keeps(_ old: [UInt8], _ new: [UInt8], outside range: Range<Int>) -> Bool {
        new.starts(with: old[..<range.lowerBound]) && new.reversed().starts(with: old[range.upperBound...].reversed())
    }
}

extension JSONNode {
    fileprivate var isEmpty: Bool { items?.isEmpty ?? members?.isEmpty ?? true }
}

extension JSONEdit {
    /// The edit of a bare value; nothing where it has no place.
    fileprivate func applied(to value: JSONValue) -> JSONValue? {
        switch self {
        case .set(let new, at: let path): value.setting(path[...]) { _ in new }
        case .remove(at: let path): value.removing(path[...])
        case .append(let new, to: let path):
            value.setting(path[...]) { old in
                switch old {
                case nil, .null?: [new]
                case .array(let items)?: .array(items + [new])
                default: nil
                }
            }
        }
    }
}

extension JSONValue {
    fileprivate func setting(_ path: ArraySlice<JSONPathComponent>, _ change: (JSONValue?) -> JSONValue?) -> JSONValue?
    {
        guard let component = path.first else { return change(self) }
        let rest = path.dropFirst()
        switch (component, self) {
        case (.key(let key), .object(var members)):
            guard let place = members.lastIndex(where: { $0.key == key }) else {
                return Self.missing(rest, change).map { .object(members + [Member(key, $0)]) }
            }
            guard let child = members[place].value.setting(rest, change) else { return nil }
            members[place] = Member(key, child)
            return .object(members)
        case (.index(let index), .array(var items)):
            if index == items.count { return Self.missing(rest, change).map { .array(items + [$0]) } }
            guard items.indices.contains(index), let child = items[index].setting(rest, change) else { return nil }
            items[index] = child
            return .array(items)
        case (_, .null): return Self.missing(path, change)
        default: return nil
        }
    }

    private static func missing(
        _ path: ArraySlice<JSONPathComponent>,
        _ change: (JSONValue?) -> JSONValue?
    ) -> JSONValue? {
        guard let component = path.first else { return change(nil) }
        guard let inner = missing(path.dropFirst(), change) else { return nil }
        switch component {
        case .key(let key): return .object([Member(key, inner)])
        case .index(let index): return index == 0 ? [inner] : nil
        }
    }

    fileprivate func removing(_ path: ArraySlice<JSONPathComponent>) -> JSONValue {
        guard let component = path.first else { return self }
        switch (component, self) {
        case (.key(let key), .object(var members)):
            guard path.count > 1 else { return .object(members.filter { $0.key != key }) }
            guard let place = members.lastIndex(where: { $0.key == key }) else { return self }
            members[place] = Member(key, members[place].value.removing(path.dropFirst()))
            return .object(members)
        case (.index(let index), .array(var items)) where items.indices.contains(index):
            if path.count == 1 {
                items.remove(at: index)
            } else {
                items[index] = items[index].removing(path.dropFirst())
            }
            return .array(items)
        default: return self
        }
    }
}

extension [UInt8] {
    fileprivate func contains(inOrder other: [UInt8]) -> Bool {
        var rest = other[...]
        for byte in self where byte == rest.first { rest.removeFirst() }
        return rest.isEmpty
    }

    /// The comments of a document whose texts hold no slash.
    fileprivate func comments(outside holes: [Range<Int>]) -> [String] {
        var found: [String] = []
        var place = 0
        while place + 1 < count {
            guard self[place] == UInt8(ascii: "/"), !holes.contains(where: { $0.contains(place) }) else {
                place += 1
                continue
            }
            let isLine = self[place + 1] == UInt8(ascii: "/")
            var end = place + 2
            while end < count, isLine ? self[end] != 0x0A && self[end] != 0x0D : self[end] != UInt8(ascii: "/") {
                end += 1
            }
            found.append(String(decoding: self[place..<end], as: UTF8.self))
            place = end + 1
        }
        return found
    }
}
