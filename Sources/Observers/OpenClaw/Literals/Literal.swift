import Detection
import Documents
import Hardening

/// A secret that stands in a file of the configuration.
struct Literal {
    enum Role: String {
        case gateway, channel, hooks, model, server, other
    }

    let file: String
    let line: Int
    /// Where in the file; nothing where it is in no value, but in a comment or a key.
    let path: [JSONPathComponent]?
    /// Keys and indices in the whole configuration.
    let place: [String]
    let role: Role?
    /// Whether the scanner knows it by its looks.
    let isFound: Bool
    /// Stays inside the observers.
    let value: String
    /// Why no variable can stand for it; nothing where one can.
    let blocker: String?
}

extension Literal {
    /// The secrets of one file, in their order; `base` is where the file's content stands in the whole.
    static func all(in document: JSONDocument, _ file: String, at base: [String]) -> [Literal] {
        let found = SecretScanner().scan(document.bytes, limit: .max).map(\.range)
        var search = Search(document: document, file: file, found: found, lines: LineTable(document.bytes))
        search.walk(document.root, [], base)
        return search.literals + search.outside
    }

    private struct Search {
        let document: JSONDocument
        let file: String
        let found: [Range<Int>]
        let lines: LineTable
        private(set) var literals: [Literal] = []
        /// Keys of an object that are there more than once, on the way to where the walk is.
        private var repeated = 0
        private var seen: Set<Range<Int>> = []

        init(document: JSONDocument, file: String, found: [Range<Int>], lines: LineTable) {
            (self.document, self.file, self.found, self.lines) = (document, file, found, lines)
        }

        /// The document's depth bounds the recursion.
        mutating func walk(_ node: JSONNode, _ path: [JSONPathComponent], _ place: [String]) {
            let counts = (node.members ?? []).reduce(into: [:]) { $0[$1.key, default: 0] += 1 }
            for member in node.members ?? [] {
                let isRepeated = counts[member.key] != 1
                if isRepeated { repeated += 1 }
                walk(member.value, path + [.key(member.key)], place + [member.key])
                if isRepeated { repeated -= 1 }
            }
            for (index, item) in (node.items ?? []).enumerated() {
                walk(item, path + [.index(index)], place + ["\(index)"])
            }
            guard let text = node.text else { return }
            let inside = found.filter { node.range.contains($0.lowerBound) && $0.upperBound <= node.range.upperBound }
            seen.formUnion(inside)
            let role = Literal.role(of: text, at: place)
            guard role != nil || !inside.isEmpty else { return }
            literals.append(
                Literal(
                    file: file,
                    line: lines.line(at: node.range.lowerBound),
                    path: path,
                    place: place,
                    role: role,
                    isFound: !inside.isEmpty,
                    value: text,
                    blocker: blocker(node, text, place)
                )
            )
        }

        /// What the scanner found and no value holds.
        var outside: [Literal] {
            found.filter { !seen.contains($0) }.map { range in
                Literal(
                    file: file,
                    line: lines.line(at: range.lowerBound),
                    path: nil,
                    place: [],
                    role: nil,
                    isFound: true,
                    value: "",
                    blocker: "it stands in a comment or a key"
                )
            }
        }

        private func blocker(_ node: JSONNode, _ text: String, _ place: [String]) -> String? {
            if place.first == "env" { return "OpenClaw sets the variables of env before it looks others up" }
            if place.contains("$include") { return "OpenClaw reads includes before variables" }
            if text.contains("${") { return "a part of it comes out of a variable" }
            if repeated > 0 { return "the key is there more than once" }
            // What a plan shows is masked as it is spelled.
            guard document.bytes[node.range].dropFirst().dropLast().elementsEqual(text.utf8) else {
                return "it is written with escapes"
            }
            return DotenvFile.canHold(text)
                ? nil : "it holds characters that readers of .env files do not agree on"
        }
    }

    /// What the value at a place is for, where it is a secret by its name.
    static func role(of text: String, at place: [String]) -> Role? {
        let setting = Setting(.text(text))
        let isSet = !text.isEmpty && !setting.isReference
        guard let key = place.last else { return nil }
        let isNamed = SettingsObserver.isSecretName(key) && SettingsObserver.isInlineSecret(setting)
        switch (place.first, place.count) {
        case ("gateway", 3) where place[1] == "auth":
            return isSet && ["token", "password"].contains(key) ? .gateway : nil
        case ("hooks", 2) where key == "token": return isSet ? .hooks : nil
        case ("models", 4...) where place[1] == "providers":
            return place.count == 4 && key == "apiKey" && SettingsObserver.isInlineSecret(setting) ? .model : nil
        case ("mcp", 4...) where place[1] == "servers":
            return place.count == 5 && ["env", "headers"].contains(place[3]) && isSet
                && SettingsObserver.isSecretName(key)
                ? .server : nil
        case ("channels", 3): return isNamed ? .channel : nil
        case ("channels", 5) where place[2] == "accounts": return isNamed ? .channel : nil
        case ("channels", _), ("env", _): return nil
        default: return isNamed && place.count <= 16 ? .other : nil
        }
    }
}
