import Exchanges

/// What a `tool_call` passes on to.
enum Dispatch {
    /// A tool and what it gets.
    struct Target {
        let name: String
        let arguments: CallArguments
    }

    private static let selectors = ["id", "toolId", "name"]
    private static let holders = ["args", "input"]

    /// The tools that a call's arguments may select, each with its own; nothing where that could not be determined.
    static func targets(of arguments: CallArguments) -> [Target]? {
        guard case .object(let text) = arguments else { return nil }
        let root = text.root
        let inner = holders.compactMap { root[$0] }.first { $0.kind != .null }
        // The whole of it inside a string would have to be read first.
        if inner?.kind == .string, selectors.allSatisfy({ root[$0] == nil }) { return nil }
        var targets = targets(root, inner)
        if let inner, inner.kind == .object {
            // What stands inside is taken out where nothing is selected outside.
            let outside = root.members.filter { member in !holders.contains { member.key.holds($0) } }
            if case .object(let text) = object(outside + inner.members) {
                let deeper = holders.compactMap { text.root[$0] }.first { $0.kind != .null }
                targets += Self.targets(text.root, deeper, selectors: selectors.filter { inner[$0] != nil })
            }
        }
        return targets
    }

    private static func targets(
        _ root: JSONNode,
        _ inner: JSONNode?,
        selectors: [String] = selectors
    ) -> [Target] {
        var targets: [Target] = []
        for selector in selectors {
            guard let node = root[selector], let name = word(node) else { continue }
            let rest = passed(root, inner, selector)
            for name in names(name) { targets.append(Target(name: name, arguments: rest)) }
        }
        return targets
    }

    /// An object of some members.
    private static func object(_ members: [(key: JSONNode, value: JSONNode)]) -> CallArguments {
        let pairs = members.map { $0.key.written + [UInt8(ascii: ":")] + $0.value.written }
        return ArgumentReadings.plain(
            [UInt8(ascii: "{")] + pairs.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
        )
    }

    /// What a selector says: a schema of strings makes numbers and words into strings.
    private static func word(_ node: JSONNode) -> String? {
        switch node.kind {
        case .string: node.words
        case .number, .true, .false: String(decoding: node.written, as: UTF8.self)
        case .object, .array, .null: nil
        }
    }

    /// The names that an id may stand for: all of it, and what follows the source and the server in a long one.
    private static func names(_ id: String) -> [String] {
        let parts = id.unicodeScalars.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return [id] }
        let last = id.unicodeScalars.split(separator: ":", omittingEmptySubsequences: false).last ?? []
        let names = [ScriptText.string(parts[2]), ScriptText.string(last)]
        return names[0] == names[1] ? [names[0]] : names
    }

    /// What the tool gets: the object inside, or where that is missing or empty, what stands beside the selector.
    private static func passed(_ root: JSONNode, _ inner: JSONNode?, _ selector: String) -> CallArguments {
        if root.members.contains(where: { ($0.key.string ?? []).starts(with: "args.".utf8) }) {
            return .unreadable(root.written)
        }
        if let inner {
            if let text = inner.string { return ArgumentReadings.plain(text) }
            guard inner.kind == .object else { return .unreadable(inner.written) }
            if !inner.members.isEmpty { return ArgumentReadings.plain(inner.written) }
        }
        return object(root.members.filter { member in !(holders + [selector]).contains { member.key.holds($0) } })
    }
}
