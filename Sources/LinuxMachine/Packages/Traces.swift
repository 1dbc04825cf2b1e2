/// What installations leave outside of what dpkg knows, and Debian leaves when they are undone.
struct Traces: Equatable {
    var accounts: Set<String> = []
    var groups: Set<String> = []
    /// Lines of ucf's list of who owns which configuration file, as ucfr(1) has it.
    var owners: Set<String> = []
    /// Lines of ucf's list of what each configuration file was when it came, as ucf(1) has it.
    var sums: Set<String> = []
    /// Files in ucf's directory: both lists, older ones, and copies of what came.
    var ucfFiles: Set<String> = []
    /// Links by which units are enabled.
    var links: Set<String> = []

    static let ucf = "/var/lib/ucf"
    static let ownersFile = "/var/lib/ucf/registry"
    static let sumsFile = "/var/lib/ucf/hashfile"

    /// The word that a line of a record begins with, for each kind.
    private static var kinds: [(word: String, place: WritableKeyPath<Self, Set<String>>)] {
        [
            ("account", \.accounts), ("group", \.groups), ("ucf-owner", \.owners), ("ucf-sum", \.sums),
            ("ucf-file", \.ucfFiles), ("link", \.links),
        ]
    }

    func subtracting(_ other: Self) -> Self {
        var rest = self
        for (_, place) in Self.kinds { rest[keyPath: place].subtract(other[keyPath: place]) }
        return rest
    }

    /// One line for each; `suffix` follows the word.
    func lines(_ suffix: String = "") -> [String] {
        Self.kinds.flatMap { word, place in self[keyPath: place].sorted().map { "\(word)\(suffix) \($0)" } }
    }

    /// Takes a line in; false where its word is no kind's.
    mutating func take(_ word: Substring, _ text: String, suffix: String = "") -> Bool {
        for (kind, place) in Self.kinds where word == kind + suffix {
            self[keyPath: place].insert(text)
            return true
        }
        return false
    }
}
