import Catalog

/// A text with holes.
struct Template: Sendable {
    /// More lines than this are counted.
    private static let most = 5
    private let text: String
    private let holes: [Hole]

    init(_ text: String) {
        self.text = text
        let names = Self.names(in: text)
        holes = names.isEmpty ? [] : Hole.allCases.filter { names.contains($0.rawValue) }
    }

    /// With the names of the holes in them.
    var blank: String {
        holes.reduce(text) { $0.replacing("{\($1.rawValue)}", with: $1.blank) }
    }

    /// What stands between braces; asked of every text of every control, and therefore read byte by byte.
    private static func names(in text: String) -> Set<String> {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return [] }
        let parts = text.utf8.split(separator: UInt8(ascii: "{"), omittingEmptySubsequences: false).dropFirst()
        return Set(
            parts.compactMap { part in
                guard let end = part.firstIndex(of: UInt8(ascii: "}")) else { return nil }
                return String(decoding: part[..<end], as: UTF8.self)
            }
        )
    }

    /// The setting that it has OpenClaw set.
    private var setting: String? {
        let words = text.split(separator: " ")
        return words.count > 3 && words.prefix(3) == ["openclaw", "config", "set"] ? String(words[3]) : nil
    }

    private var isOpenClaws: Bool { text.hasPrefix("openclaw ") }

    /// The command for each thing that was found; one that cannot be filled in is told in words.
    func steps(_ rows: [Record], _ place: RemedyPlace) -> [Remedy.Step] {
        guard isOpenClaws || !holes.isEmpty else { return [.command(text)] }
        // One that its version does not know keeps the gateway from starting.
        if let setting, let known = rows.lazy.compactMap({ place.version(knowing: setting, insteadOf: $0) }).first {
            return [
                .words(
                    "Whether this version of OpenClaw knows \(setting) was not looked at, and one that does not refuses to "
                        + "start with it; \(known) knows it. Update first, then: \(blank)"
                )
            ]
        }
        let lines = lines(rows, place)
        if lines.isEmpty, isOpenClaws {
            return [.words("Where openclaw is installed, as the account that runs the gateway: \(blank)")]
        }
        if lines.isEmpty { return holes.contains(where: \.isOptional) ? [] : [.words(blank)] }
        let more = lines.count - Self.most
        // Of some it is not known who runs them, such as what is left in a home of an account that is gone.
        let isElsewhere = isOpenClaws && rows.contains { place.program(for: $0) == nil }
        return lines.prefix(Self.most).map { .command($0) }
            + (more > 0 ? [.words("And \(more) more of the same kind.")] : [])
            + (isElsewhere ? [.words("The others, as the account that runs the gateway there: \(blank)")] : [])
    }

    func lines(_ rows: [Record], _ place: RemedyPlace) -> [String] {
        guard isOpenClaws || !holes.isEmpty else { return [text] }
        var lines: [String] = []
        for row in rows {
            guard let program = isOpenClaws ? place.program(for: row) : "" else { continue }
            for line in filled(row, place) where !lines.contains(program + line) { lines.append(program + line) }
        }
        return lines
    }

    /// One line for each combination of what the row says.
    private func filled(_ row: Record, _ place: RemedyPlace) -> [String] {
        holes.reduce([text]) { lines, hole in
            let values = hole.values(in: row, place)
            return lines.flatMap { line in values.compactMap { Self.fill(line, hole, $0) } }
        }
    }

    private static func fill(_ line: String, _ hole: Hole, _ value: String) -> String? {
        let mark = "{\(hole.rawValue)}"
        switch hole {
        case .setting, .denied, .origins, .systemctl, .unitDirectory: return line.replacing(mark, with: value)
        case .owner where value.hasPrefix("'#"): return line.replacing(mark, with: value.filter(\.isNumber))
        case .origin where Quoting.isPlain(value.filter { $0 != " " }): return line.replacing(mark, with: value)
        default: break
        }
        if Quoting.isPlain(value) { return line.replacing(mark, with: value) }
        // Inside of other words or quotation marks it would end them.
        let isAlone = line.split(separator: " ").filter { $0.contains(mark) }.allSatisfy { $0 == mark }
        if hole == .writtenPaths, value.split(separator: " ").allSatisfy({ Quoting.isPlain(String($0.dropFirst())) }) {
            return line.replacing(mark, with: value)
        }
        guard isAlone, let word = Quoting.word(value) else { return nil }
        return line.replacing(mark, with: word)
    }

    /// Words with the names in them, so many as can be read.
    func sentence(_ rows: [Record], _ place: RemedyPlace) -> String {
        holes.reduce(text) { line, hole in
            var names: [String] = []
            for name in rows.flatMap({ hole.values(in: $0, place) }) where !names.contains(name) { names.append(name) }
            let shown = names.prefix(Self.most).joined(separator: ", ")
            let more = names.count > Self.most ? " and \(names.count - Self.most) more" : ""
            return line.replacing("{\(hole.rawValue)}", with: names.isEmpty ? hole.blank : shown + more)
        }
    }

    /// The same without the parts that a program is the first word of; none where nothing is left.
    func without(_ program: String) -> Template? {
        let rest = text.split(separator: " && ").map(String.init).filter { Template($0).programs != [program] }
        return rest.isEmpty ? nil : Template(rest.joined(separator: " && "))
    }

    /// The first words of its parts.
    var programs: [String] {
        var found: [String] = []
        for part in Self.parts(text) {
            var words = part.split(separator: " ").map(String.init)
            if words.first == "sudo" { words.removeFirst() }
            guard let name = words.first, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else { continue }
            if !found.contains(name), !installs.contains(name) { found.append(name) }
        }
        return found
    }

    /// The programs of the packages that it installs.
    var installs: Set<String> {
        var found: Set<String> = []
        for part in Self.parts(text) {
            let words = part.split(separator: " ")
            guard let program = words.firstIndex(of: "apt-get"), words.dropFirst(program + 1).first == "install" else {
                continue
            }
            for package in words.dropFirst(program + 2) {
                found.formUnion(Self.brought[String(package)] ?? [String(package)])
            }
        }
        return found
    }

    private static let brought: [String: [String]] = [
        "fail2ban": ["fail2ban-client"], "iptables": ["iptables", "ip6tables"],
        "iptables-persistent": ["netfilter-persistent", "iptables", "ip6tables"],
        "unattended-upgrades": ["unattended-upgrade"],
    ]

    /// What a shell starts one after the other, quotation marks minded.
    private static func parts(_ text: String) -> [String] {
        var parts: [[UInt8]] = [[]]
        var quote: UInt8?
        for byte in text.utf8 {
            if let open = quote {
                if byte == open { quote = nil }
            } else if "'\"".utf8.contains(byte) {
                quote = byte
            } else if "&|;".utf8.contains(byte) {
                parts.append([])
                continue
            }
            parts[parts.count - 1].append(byte)
        }
        let blank = UInt8(ascii: " ")
        return parts.map { String(decoding: $0.drop { $0 == blank }, as: UTF8.self) }.filter { !$0.isEmpty }
    }
}
