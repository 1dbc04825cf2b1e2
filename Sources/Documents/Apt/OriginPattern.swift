/// One entry of `Unattended-Upgrade::Origins-Pattern`: what an archive must look like to be upgraded from.
///
/// Follows `match_whitelist_string` of unattended-upgrades 2.9: all conditions must hold, values are globs.
public struct OriginPattern: Hashable, Sendable {
    /// Why unattended-upgrades stops at an entry.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// An archive as a pattern sees it.
    public struct Archive: Hashable, Sendable {
        public let origin: String
        public let label: String
        /// The suite, such as `stable-security`.
        public let archive: String
        public let codename: String
        public let component: String
        /// The host of the archive's address.
        public let site: String

        public init(origin: String, label: String, archive: String, codename: String, component: String, site: String) {
            self.origin = origin
            self.label = label
            self.archive = archive
            self.codename = codename
            self.component = component
            self.site = site
        }
    }

    /// The entry after substitution.
    public let text: String
    private let conditions: [Condition]

    /// - Throws: what makes unattended-upgrades end with an error.
    public init(_ entry: String, identifier: String, codename: String) throws(Failure) {
        func substitute(_ text: String) throws(Failure) -> String {
            try Template(text).substituting(["distro_id": identifier, "distro_codename": codename])
        }
        text = try substitute(entry)
        let trimmed = text.trimmingSpaces
        var found: [Condition] = []
        if !trimmed.isEmpty {
            for token in trimmed.replacing("\\,", with: "%2C").split(separator: ",", omittingEmptySubsequences: false) {
                let sides = token.split(separator: "=", omittingEmptySubsequences: false).map {
                    String($0).trimmingSpaces.replacing("%2C", with: ",")
                }
                guard sides.count == 2 else { throw Failure(description: "\(token) is not a condition") }
                guard let part = Part(sides[0]) else { throw Failure(description: "\(sides[0]) is not a keyword") }
                found.append(Condition(part: part, glob: Glob(try substitute(sides[1]))))
            }
        }
        conditions = found
    }

    /// Whether the archive is one of those meant; an empty pattern matches nothing.
    public func matches(_ archive: Archive) -> Bool {
        !conditions.isEmpty && conditions.allSatisfy { $0.glob.matches($0.part.text(of: archive)) }
    }

    /// The pattern an entry of the older `Allowed-Origins` stands for: `origin:suite`, or both set apart by a space.
    public static func legacy(_ entry: String) throws(Failure) -> String {
        var sides: [String] = [""]
        var previous: Character?
        for character in entry {
            if character == ":", previous != "\\" { sides.append("") } else { sides[sides.count - 1].append(character) }
            previous = character
        }
        if sides.count == 1 { sides = entry.split(whereSeparator: \.isWhitespace).map(String.init) }
        guard sides.count == 2 else { throw Failure(description: "\(entry) is not an origin and a suite") }
        return "o=\(escapingCommas(sides[0].replacing("\\:", with: ":"))),a=\(escapingCommas(sides[1]))"
    }

    private static func escapingCommas(_ text: String) -> String {
        var escaped = ""
        var previous: Character?
        for character in text {
            if character == ",", let previous, previous != "\\" { escaped.append("\\") }
            escaped.append(character)
            previous = character
        }
        return escaped
    }

    private struct Condition: Hashable, Sendable {
        let part: Part
        let glob: Glob
    }

    private enum Part: Sendable {
        case origin, label, archive, codename, component, site

        init?(_ keyword: String) {
            switch keyword {
            case "o", "origin": self = .origin
            case "l", "label": self = .label
            case "a", "suite", "archive": self = .archive
            case "c", "component": self = .component
            case "site": self = .site
            case "n", "codename": self = .codename
            default: return nil
            }
        }

        func text(of archive: Archive) -> String {
            switch self {
            case .origin: archive.origin
            case .label: archive.label
            case .archive: archive.archive
            case .codename: archive.codename
            case .component: archive.component
            case .site: archive.site
            }
        }
    }
}
