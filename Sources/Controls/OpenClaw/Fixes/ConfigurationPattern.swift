import Documents

/// Places of a configuration, some of their keys left open.
///
/// Written as `channels.*.accounts.*.dmPolicy`, `agents.list[].tools`, or `channels.telegram.**.allowBots` for any depth.
struct ConfigurationPattern: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case key(String)
        case anyKey
        case anyItem
        /// The item of a list that has this `id`.
        case item(String)
        /// Any number of keys and items.
        case anywhere
    }

    var steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    init(_ text: String) {
        steps = text.split(separator: ".").flatMap { part -> [Step] in
            switch part {
            case "*": return [.anyKey]
            case "**": return [.anywhere]
            default:
                let isList = part.hasSuffix("[]")
                let key = Step.key(String(isList ? part.dropLast(2) : part))
                return isList ? [key, .anyItem] : [key]
            }
        }
    }

    static func + (left: Self, right: Self) -> Self { Self(left.steps + right.steps) }

    /// How many steps lead to the last one that is left open.
    var openSteps: Int {
        steps.lastIndex { if case .key = $0 { false } else { true } }.map { $0 + 1 } ?? 0
    }

    /// What is left of the pattern below a place, each way that it can be read; none where it leads elsewhere.
    ///
    /// An item that the pattern names by its identifier cannot be recognized by its place, so that it matches no place inside.
    func rests(below place: ArraySlice<String>) -> [ArraySlice<Step>] { Self.rests(steps[...], below: place) }

    private static func rests(_ steps: ArraySlice<Step>, below place: ArraySlice<String>) -> [ArraySlice<Step>] {
        guard let token = place.first else { return [steps] }
        guard let step = steps.first else { return [] }
        let rest = steps.dropFirst()
        switch step {
        case .anywhere: return rests(rest, below: place) + rests(steps, below: place.dropFirst())
        case .key(let key): return key == token ? rests(rest, below: place.dropFirst()) : []
        case .anyKey: return rests(rest, below: place.dropFirst())
        case .anyItem: return Int(token) != nil ? rests(rest, below: place.dropFirst()) : []
        case .item: return place.count == 1 && Int(token) != nil ? [steps] : []
        }
    }

    /// Whether the place, given as keys and indices, is one of the pattern's; an item's identifier is not looked at.
    func matches(_ place: [String]) -> Bool {
        let open = Self(steps.map { if case .item = $0 { .anyItem } else { $0 } })
        return open.rests(below: place[...]).contains { $0.allSatisfy { $0 == .anywhere } }
    }

    /// The keys and indices of a JSON pointer.
    static func tokens(_ pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }
}

extension ConfigurationPattern: CustomStringConvertible {
    var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .key(let key): text += text.isEmpty ? key : ".\(key)"
            case .anyKey: text += ".*"
            case .anyItem: text += "[]"
            case .item(let id): text += "[\(id)]"
            case .anywhere: text += ".…"
            }
        }
    }
}
