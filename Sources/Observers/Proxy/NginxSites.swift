import Hardening

extension Observer {
    /// What nginx's files say of names and upstreams: the places Debian includes, not every possible include.
    func nginxSites() async -> Reading<[ProxySite]> {
        await memo.value("nginx") {
            var sites: [ProxySite] = []
            for directory in ["/etc/nginx/conf.d", "/etc/nginx/sites-enabled"] {
                switch await surface.entries(directory) {
                case .absent: continue
                case .unreadable(let why): return .unreadable(why)
                case .found(let names):
                    for name in names.prefix(200) where !directory.hasSuffix(".d") || name.hasSuffix(".conf") {
                        let path = "\(directory)/\(name)"
                        switch await surface.text(path) {
                        case .absent: continue
                        case .unreadable(let why): return .unreadable(why)
                        case .found(let text): sites += Self.nginxSites(text, path)
                        }
                    }
                }
            }
            return .found(sites)
        }
    }

    /// `server_name` and `proxy_pass` of each `server` block.
    static func nginxSites(_ text: String, _ path: String) -> [ProxySite] {
        var sites: [ProxySite] = []
        var depth = 0
        var serverDepth: Int?
        var words: [String] = []
        for (word, line) in nginxWords(text) {
            switch word {
            case "{":
                depth += 1
                if words == ["server"] {
                    serverDepth = depth
                    sites.append(ProxySite(origin: Origin(path, line: line)))
                }
                words = []
            case "}":
                if depth == serverDepth { serverDepth = nil }
                depth -= 1
                words = []
            case ";":
                if serverDepth != nil, let last = sites.indices.last {
                    if words.first == "server_name" { sites[last].names += words.dropFirst() }
                    if words.first == "proxy_pass", words.count == 2 {
                        sites[last].upstreams.append(authority(words[1]))
                    }
                }
                words = []
            default: words.append(word)
            }
        }
        return sites
    }

    /// Words, quoted strings and the signs `{`, `}`, `;`, each with its line.
    private static func nginxWords(_ text: String) -> [(String, Int)] {
        var words: [(String, Int)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var word = ""
            var quote: Character?
            func finish() {
                if !word.isEmpty { words.append((word, index + 1)) }
                word = ""
            }
            for character in line {
                if let open = quote {
                    if character == open { quote = nil } else { word.append(character) }
                } else if character == "#", word.isEmpty {
                    break
                } else if character == "\"" || character == "'" {
                    quote = character
                } else if character == "{" && word.last != "$" || character == ";"
                    || character == "}" && !word.contains("${")
                {
                    finish()
                    words.append((String(character), index + 1))
                } else if character.isWhitespace {
                    finish()
                } else {
                    word.append(character)
                }
            }
            finish()
        }
        return words
    }

    /// Host and port of a URL.
    static func authority(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...].prefix { $0 != "/" }
        // The colons of an IPv6 address are inside brackets.
        let hasPort = (rest.lastIndex(of: "]").map { rest[$0...] } ?? rest).contains(":")
        return hasPort ? String(rest) : rest + (url.hasPrefix("https:") ? ":443" : ":80")
    }
}
