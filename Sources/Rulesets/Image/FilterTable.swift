/// The filter table of one family, line by line as `iptables-save` prints it.
///
/// Rules stay the text they are, so that what is put back is what was there.
public struct FilterTable: Hashable, Sendable {
    /// A rule, the chain it is in, and the chain it leads to.
    public struct Line: Hashable, Sendable {
        /// As printed, `-A` and the chain included.
        public let text: String
        public let chain: String
        public let target: String?

        /// Nothing where the line adds no rule.
        init?(_ text: Substring) {
            let words = Self.words(text)
            guard words.count >= 2, words[0] == "-A" else { return nil }
            self.text = String(text)
            chain = words[1]
            target = words.indices.last { ["-j", "-g", "--jump", "--goto"].contains(words[$0]) }.flatMap {
                words.indices.contains($0 + 1) ? words[$0 + 1] : nil
            }
        }

        /// The line without `-A` and the chain, from the blank on.
        var rule: Substring { text.dropFirst(3 + chain.count) }

        /// Words as iptables-restore(8) splits them: quotes keep blanks together.
        private static func words(_ text: Substring) -> [String] {
            var words: [String] = []
            var word = ""
            var (isQuoted, isEscaped) = (false, false)
            for character in text {
                if isEscaped {
                    word.append(character)
                    isEscaped = false
                } else if character == "\\", isQuoted {
                    isEscaped = true
                } else if character == "\"" {
                    isQuoted.toggle()
                } else if character == " ", !isQuoted {
                    if !word.isEmpty { words.append(word) }
                    word = ""
                } else {
                    word.append(character)
                }
            }
            return word.isEmpty ? words : words + [word]
        }
    }

    /// Policies of the kernel's own chains, in the order printed.
    public private(set) var policies: [Policy] = []
    /// Other chains, in the order printed.
    public private(set) var chains: [String] = []
    public private(set) var lines: [Line] = []

    public struct Policy: Hashable, Sendable {
        public let chain: String
        public let verdict: String
    }

    /// From what `iptables-save` or `ip6tables-save` printed; nothing where it printed no filter table.
    public init?(saved text: String) {
        var isInside = false
        var wasSeen = false
        for line in text.split(separator: "\n") {
            if line.first == "*" {
                isInside = line == "*filter"
                wasSeen = wasSeen || isInside
            } else if line == "COMMIT" {
                isInside = false
            } else if isInside {
                read(line)
            }
        }
        guard wasSeen else { return nil }
    }

    private init() {}

    /// One that nothing was put into yet, as the kernel makes it.
    static let bare: FilterTable = {
        var table = FilterTable()
        table.policies = ["INPUT", "FORWARD", "OUTPUT"].map { Policy(chain: $0, verdict: "ACCEPT") }
        return table
    }()

    private mutating func read(_ line: Substring) {
        if line.first == ":" {
            let words = line.dropFirst().split(separator: " ")
            guard words.count >= 2 else { return }
            if words[1] == "-" {
                chains.append(String(words[0]))
            } else {
                policies.append(Policy(chain: String(words[0]), verdict: String(words[1])))
            }
        } else if let line = Line(line) {
            lines.append(line)
        }
    }

    /// The rules of a chain, in order.
    public func lines(of chain: String) -> [Line] { lines.filter { $0.chain == chain } }

    /// Whether it does what no table would do.
    var isBare: Bool { lines.isEmpty && chains.isEmpty && policies.allSatisfy { $0.verdict == "ACCEPT" } }

    /// Whether Docker has put its chains here.
    var hasDocker: Bool { chains.contains("DOCKER") || chains.contains("DOCKER-FORWARD") }
}
