import Catalog
import Documents
import Hardening
import Surface

/// What a command runs in the end, where it begins with a shell, `env` or another program that starts one.
struct GatewayCommand: Sendable, Equatable {
    /// The words of the gateway itself, as far as they were found.
    var words: [String]
    /// Variables that stand before it.
    var variables: [String: String] = [:]
    /// Why it may get other words than these.
    var doubt: Unknown?

    private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ash", "ksh"]

    init(words: [String], doubt: Unknown? = nil) {
        self.words = words
        self.doubt = doubt
    }

    /// - Returns: the gateway's words, or nil where the words are of something else.
    init?(_ words: [String]) {
        if let program = words.first, Self.shells.contains(Path.name(program)) {
            guard let text = Self.text(ofShell: words) else { return nil }
            self.init(script: text, arguments: [])
            return
        }
        guard let start = words.indices.first(where: { GatewayService.isStart(Array(words[$0...])) }) else {
            // `su -c` and the like have a shell's text as one word.
            guard let flag = words.firstIndex(of: "-c"), flag + 1 < words.count else { return nil }
            self.init(script: words[flag + 1], arguments: [])
            return
        }
        var variables: [String: String] = [:]
        for word in words[..<start] {
            guard let equals = word.firstIndex(of: "="), word.first?.isLetter ?? false else { continue }
            variables[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        self.init(words: Array(words[start...]))
        self.variables = variables
    }

    /// The gateway's command in a text for a shell; the last one counts.
    init?(script: String, arguments: [String]) {
        var found: GatewayCommand?
        let text = script.replacing("\\\n", with: " ")
        for (_, line) in TextLines(text) where !line.trimmed.hasPrefix("#") {
            for part in Self.commands(in: line) {
                var words = UnitFile.words(part)
                if let place = words.firstIndex(where: { ["$@", "$*"].contains($0) }) {
                    words.replaceSubrange(place...place, with: arguments)
                }
                guard var command = GatewayCommand(words) else { continue }
                if let word = command.words.first(where: { $0.contains("$") || $0.contains("`") }) {
                    command.doubt = .notStated("what a shell makes of \(word) is not known")
                }
                found = command
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// The text that a shell was given with `-c`.
    private static func text(ofShell words: [String]) -> String? {
        var isText = false
        for word in words.dropFirst() {
            if isText, !word.hasPrefix("-") { return word }
            if word.hasPrefix("-"), !word.hasPrefix("--"), word.contains("c") { isText = true }
        }
        return nil
    }

    /// Simple commands of a line, apart at what is not between quotation marks.
    private static func commands(in line: Substring) -> [Substring] {
        var parts: [Substring] = []
        var start = line.startIndex
        var quote: Character?
        var isEscaped = false
        for index in line.indices {
            let character = line[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if ";|&(){}".contains(character), !line[..<index].hasSuffix("$"), !line[start..<index].contains("${")
            {
                parts.append(line[start..<index])
                start = line.index(after: index)
            }
        }
        return parts + [line[start...]]
    }
}

extension GatewayService {
    /// Whether the words begin with what runs a gateway, and not with something before it.
    static func isStart(_ words: [String]) -> Bool {
        guard let first = words.first, !first.contains("=") else { return false }
        return isGateway(words) && ["node", "nodejs", "bun", "openclaw"].contains { Path.name(first).hasPrefix($0) }
    }
}

extension GatewayObserver {
    /// The gateway's own words of a unit's command; the words as they are, with why, where they are not known.
    func gatewayCommand(_ words: [String], author: UInt32) async -> GatewayCommand {
        let program = words.first ?? ""
        let arguments = Array(words.dropFirst())
        if let script = await shellScript(program, author) {
            switch script {
            case .absent: break
            case .unreadable(let why): return GatewayCommand(words: words, doubt: why.saying("\(program): \(why)"))
            case .found(let text):
                // What OpenClaw installs as its command hands all its words on.
                if let command = GatewayCommand(script: text, arguments: arguments) { return command }
                if !["gateway", "--bind", "--auth", "--token"].contains(where: text.contains) { break }
                return GatewayCommand(words: words, doubt: .notModeled("what \(program) starts is not understood"))
            }
        }
        if let command = GatewayCommand(words) { return command }
        if GatewayService.isGateway(words) { return GatewayCommand(words: words) }
        return GatewayCommand(words: words, doubt: .notModeled("what \(program) starts is not known"))
    }

    /// The text of a shell's script; nil where the program is none.
    private func shellScript(_ program: String, _ author: UInt32) async -> Reading<String>? {
        guard program.hasPrefix("/"), case .found(let status) = await surface.status(program),
            status.kind == .regular, status.size < 64 << 10
        else { return nil }
        if let why = await objection(to: program, namedBy: author) { return .unreadable(why) }
        let text = await surface.text(program)
        guard case .found(let found) = text else { return text }
        let line = found.firstLine
        return line.hasPrefix("#!") && line.hasSuffix("sh") || line.contains("sh ") && line.hasPrefix("#!") ? text : nil
    }
}
