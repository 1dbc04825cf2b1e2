import Documents
import Surface

/// Which files a command line has run, as far as it names them by whole paths.
enum NamedPrograms {
    private static let shells: Set = ["sh", "bash", "dash", "ash", "zsh", "ksh", "rbash"]
    private static let interpreters: Set = [
        "node", "nodejs", "bun", "deno", "perl", "ruby", "lua", "php", "tclsh", "awk",
    ]
    /// Programs that run what stands behind their own words as the same account.
    private static let wrappers: Set = [
        "env", "nice", "ionice", "nohup", "setsid", "timeout", "flock", "chrt", "taskset", "stdbuf", "time", "exec",
        "command", "systemd-cat", "systemd-inhibit", "chronic", "unbuffer", "xargs", "dotenv", "builtin",
    ]
    private static let keywords: Set = ["if", "then", "else", "elif", "do", "while", "until", "!", "{", "("]

    /// The programs that a list of words runs, and the scripts these read; relative ones from a directory, where it is known.
    static func paths(in words: [String], from directory: String? = nil, depth: Int = 0) -> [String] {
        guard let first = words.first, depth < 8 else { return [] }
        func whole(_ word: String) -> String? {
            if word.hasPrefix("/") { return word }
            return word.hasPrefix("-") ? nil : directory.map { Path.join($0, word) }
        }
        let name = Path.name(first)
        var found = first.hasPrefix("/") ? [first] : []
        if !first.hasPrefix("/"), first.contains("/"), let path = whole(first) { found.append(path) }
        let rest = Array(words.dropFirst())
        if shells.contains(name) {
            let options = rest.prefix { $0.hasPrefix("-") || $0.hasPrefix("+") }
            let last = rest.dropFirst(options.count).first
            if options.contains(where: { !$0.hasPrefix("--") && $0.contains("c") }) {
                found += last.map { paths(inScript: $0, from: directory, depth: depth + 1) } ?? []
            } else if let script = last.flatMap(whole) {
                found.append(script)
            }
        } else if interpreters.contains(name) || name.hasPrefix("python") || name.hasPrefix("php") {
            // What an option names is code, a module or a value of its own.
            guard !rest.contains("-m"), !rest.contains("-e"), !rest.contains("-c") else { return found }
            let script = rest.first { !$0.hasPrefix("-") && ($0.contains("/") || $0.contains(".")) }
            if let script = script.flatMap(whole) { found.append(script) }
        } else if name == "java", let jar = rest.firstIndex(of: "-jar"), jar + 1 < rest.count {
            found += whole(rest[jar + 1]).map { [$0] } ?? []
        } else if name == "run-parts" {
            found += rest.filter { $0.hasPrefix("/") }
        } else if wrappers.contains(name), let inner = inner(of: name, rest) {
            found += paths(in: inner, from: directory, depth: depth + 1)
        }
        return found
    }

    /// What a wrapper runs: behind its options, their values, and what it takes for itself.
    private static func inner(of name: String, _ rest: [String]) -> [String]? {
        if let call = rest.firstIndex(of: "-c"), name == "flock", call + 1 < rest.count {
            return ["sh", "-c", rest[call + 1]]
        }
        var words = rest[...]
        var own = name == "timeout" || name == "flock" ? 1 : 0
        while let word = words.first {
            let isValue = word.allSatisfy { $0.isNumber || $0 == "." || $0 == "," } || word.first?.isNumber == true
            if word.hasPrefix("-") || word.contains("=") && name == "env" || isValue && own == 0 {
                words = words.dropFirst()
            } else if own > 0 {
                own -= 1
                words = words.dropFirst()
            } else {
                return Array(words)
            }
        }
        return nil
    }

    /// The programs in the text of a shell: the words at which commands begin.
    static func paths(inScript text: String, from directory: String? = nil, depth: Int = 0) -> [String] {
        var found: [String] = []
        for segment in segments(text) {
            var words = UnitFile.words(segment)[...]
            while let word = words.first, keywords.contains(word) || isAssignment(word) { words = words.dropFirst() }
            if let word = words.first, [".", "source"].contains(word), words.count > 1 {
                found += words.dropFirst().prefix(1).filter { $0.hasPrefix("/") }
            } else {
                found += paths(in: Array(words), from: directory, depth: depth)
            }
        }
        return found
    }

    private static func isAssignment(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "="), equals != word.startIndex else { return false }
        return word[..<equals].allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }

    /// Parts between which a shell begins a new command, outside of quotes.
    private static func segments(_ text: String) -> [String] {
        var parts = [""]
        var quote: Character?
        for character in text.prefix(64 << 10) {
            if let open = quote {
                if character == open { quote = nil }
                parts[parts.count - 1].append(character)
            } else if character == "\"" || character == "'" {
                quote = character
                parts[parts.count - 1].append(character)
            } else if ";&|\n()`".contains(character) {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
