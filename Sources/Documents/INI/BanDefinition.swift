/// A filter or an action as a jail calls it: its `[Definition]` with every `<tag>` put in.
///
/// Follows `DefinitionInitConfigReader` of `fail2ban/client/configreader.py` and `substituteRecursiveTags` of
/// `fail2ban/helpers.py`.
public struct BanDefinition: Sendable {
    private let configuration: JailConfiguration
    /// What the jail and the call say; goes before the file.
    private let given: [String: String]
    /// What `[Init]` says, where the call does not.
    private var tags: [String: String]
    private var untouched: Set<String>

    /// A definition as one jail calls it; `untouched` are tags that are put in at each ban.
    public init(
        _ configuration: JailConfiguration,
        call: [String: String],
        jail: [String: String],
        untouched: Set<String> = []
    ) {
        self.configuration = configuration
        given = jail.merging(call) { $1 }
        tags = call
        self.untouched = untouched
        for name in configuration.names(in: "Init") {
            guard let value = configuration.value(name, in: "Init") else { continue }
            tags["known/" + name] = value
            if tags[name] == nil { tags[name] = value }
            // What depends on the address's family is put in at each ban.
            if let mark = name.firstIndex(of: "?") { self.untouched.insert(String(name[..<mark])) }
        }
    }

    /// Whether the call or `[Init]` sets the option, besides what the definition says.
    public func sets(_ name: String) -> Bool { tags[name] != nil }

    /// An option of the definition; none where it is not set, or refers to itself.
    public func value(_ name: String) -> String? {
        guard var value = tags[name] ?? configuration.value(name, in: "Definition", given: given) else { return nil }
        var counts: [Substring: Int] = [:]
        while true {
            let before = value
            guard replaceTags(in: &value, &counts) else { return nil }
            guard value != before, value.utf8.contains(UInt8(ascii: "<")) else { return value }
        }
    }

    /// One pass from left to right; false where it would never end.
    private func replaceTags(in value: inout String, _ counts: inout [Substring: Int]) -> Bool {
        var position = value.startIndex
        while let tag = Self.tag(in: value[position...]) {
            let name = value[value.index(after: tag.lowerBound)..<value.index(before: tag.upperBound)]
            guard !untouched.contains(String(name)), let text = lookUp(String(name)) else {
                position = tag.upperBound
                continue
            }
            // fail2ban's own limit on one tag; that on tags and length is ours.
            counts[name, default: 0] += 1
            guard counts[name, default: 0] <= 25, counts.count <= 100 else { return false }
            let offset = value.utf8.distance(from: value.startIndex, to: tag.lowerBound)
            value = value.replacing(value[tag], with: text)
            guard value.utf8.count <= 1 << 18 else { return false }
            position = value.utf8.index(value.startIndex, offsetBy: offset)
        }
        return true
    }

    /// The first `<name>`, without blanks or angles inside.
    private static func tag(in text: Substring) -> Range<String.Index>? {
        var open: String.Index?
        for index in text.utf8.indices {
            switch text.utf8[index] {
            case UInt8(ascii: "<"): open = index
            case UInt8(ascii: " "): open = nil
            case UInt8(ascii: ">"):
                guard let start = open, text.utf8.index(after: start) < index else { continue }
                return start..<text.utf8.index(after: index)
            default: break
            }
        }
        return nil
    }

    private func lookUp(_ name: String) -> String? {
        if let tag = tags[name] { return tag }
        if let slash = name.firstIndex(of: "/") {
            let (section, option) = (String(name[..<slash]), String(name[name.index(after: slash)...]))
            let found =
                switch section.lowercased() {
                case "known":
                    configuration.value("known/" + option, in: "Definition")
                        ?? configuration.value(option, in: "Definition")
                case "default": configuration.value(option, in: "DEFAULT")
                default: configuration.has(section) ? configuration.value(option, in: section) : nil
                }
            if let found { return found }
        }
        return configuration.value(name.lowercased(), in: "Definition", given: given)
    }
}
