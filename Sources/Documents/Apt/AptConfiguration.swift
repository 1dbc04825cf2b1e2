/// apt's configuration: a tree of items, each with a value and where it was set.
///
/// Names are compared without case; parts are set apart by `::`, and an empty part makes a new item of a list.
public struct AptConfiguration: Sendable {
    /// A value, and the statement that decided it.
    public struct Setting: Hashable, Sendable {
        public let value: String
        public let file: String
        /// Counted from 1.
        public let line: Int
    }

    private struct Item: Sendable {
        let tag: [UInt8]
        var setting: Setting?
        var children: [Int] = []
    }

    private var items: [Item] = [Item(tag: [])]

    public init() {}

    /// Sets an item, making it and its parents where they are missing.
    public mutating func set(_ name: String, to value: String, file: String, line: Int) {
        var index = 0
        for part in Self.parts(of: name) {
            if let child = child(part, of: index) {
                index = child
            } else {
                items.append(Item(tag: part))
                items[index].children.append(items.count - 1)
                index = items.count - 1
            }
        }
        guard index != 0 else { return }
        items[index].setting = Setting(value: value, file: file, line: line)
    }

    /// Empties an item and removes all below it.
    public mutating func clear(_ name: String) {
        guard let index = index(of: name) else { return }
        items[index].setting = nil
        items[index].children = []
    }

    /// Carries out what a file's statements set and clear; includes are the caller's.
    public mutating func apply(_ statement: AptFile.Statement, of file: String) {
        switch statement.effect {
        case .set(let name, let value): set(name, to: value, file: file, line: statement.line)
        case .clear(let name): clear(name)
        case .include: break
        }
    }

    /// The item's own setting; none where it was never set, or cleared.
    public func setting(_ name: String) -> Setting? { index(of: name).flatMap { items[$0].setting } }

    /// Settings of the items directly below, in order.
    public func list(_ name: String) -> [Setting] {
        index(of: name).map { items[$0].children.compactMap { items[$0].setting } } ?? []
    }

    /// The item read as apt reads a Boolean; the default where it is not set or says neither.
    public func flag(_ name: String, default fallback: Bool) -> Bool {
        switch setting(name)?.value.lowercased() {
        case "no", "false", "without", "off", "disable", "0": false
        case "yes", "true", "with", "on", "enable", "1": true
        default: fallback
        }
    }

    /// Every item with its value, depth first, as `apt-config dump` lists them.
    public var entries: [(name: String, value: String)] {
        var found: [(String, String)] = []
        func visit(_ index: Int, _ path: [UInt8]) {
            for child in items[index].children {
                let name = index == 0 ? items[child].tag : path + "::".utf8 + items[child].tag
                found.append((String(decoding: name, as: UTF8.self), items[child].setting?.value ?? ""))
                visit(child, name)
            }
        }
        visit(0, [])
        return found
    }

    private func index(of name: String) -> Int? {
        var index = 0
        for part in Self.parts(of: name) {
            guard let child = child(part, of: index) else { return nil }
            index = child
        }
        return index == 0 ? nil : index
    }

    private func child(_ tag: [UInt8], of index: Int) -> Int? {
        // Empty tags match nothing: they are list items.
        tag.isEmpty ? nil : items[index].children.first { items[$0].tag.isSame(as: tag) }
    }

    /// `Configuration::Lookup` goes on one letter after each `::`, so that `a::::b` has the parts `a` and `::b`.
    private static func parts(of name: String) -> [[UInt8]] {
        let bytes = Array(name.utf8)
        var parts: [[UInt8]] = []
        var start = 0
        var index = 0
        while bytes.count - index >= 2 {
            if bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: ":") {
                parts.append(Array(bytes[start..<index]))
                start = index + 2
                index = start
            }
            index += 1
        }
        return parts + [Array(bytes[start...])]
    }
}

extension [UInt8] {
    fileprivate func isSame(as other: [UInt8]) -> Bool {
        count == other.count
            && zip(self, other).allSatisfy { $0 == $1 || ($0 ^ $1 == 0x20 && (0x61...0x7A).contains($0 | 0x20)) }
    }
}
