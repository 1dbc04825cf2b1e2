/// What is kept in clear beside a vault's mark of each secret's value in force, without the value.
///
/// Since when it is in force, and whether it would be easy to guess: so keys that are too old, and a gateway's token that is
/// weak, are seen while the vault is sealed.
public struct VaultAges: Sendable, Equatable {
    private static let title = "nacre vault ages 2"

    /// How easy the value would be to guess, were it a password.
    public struct Strength: Sendable, Equatable {
        /// Characters that are enough; more are not counted.
        public static let enough = 24

        /// At most ``enough``.
        public let length: Int
        /// Whether anybody would try it.
        public let isGuessable: Bool

        public init(length: Int, isGuessable: Bool) {
            self.length = min(max(0, length), Self.enough)
            self.isGuessable = isGuessable
        }
    }

    public struct Note: Sendable, Equatable {
        /// Seconds since 1970.
        public let created: UInt64
        public let version: UInt32
        public let strength: Strength
    }

    /// Which writing of the vault it is of; of another one it says nothing.
    public let epoch: UInt64
    /// By name; secrets that have no value in force are left out.
    public let notes: [SecretName: Note]

    /// What is to be kept of a vault.
    ///
    /// - Parameters:
    ///   - vault: the vault, which is open.
    ///   - earlier: what was kept before; values that are still in force are not judged again.
    ///   - judge: how easy a value is to guess.
    /// - Throws: where a value cannot be opened.
    public init(
        of vault: Vault,
        after earlier: VaultAges? = nil,
        _ judge: (SecretBytes) -> Strength
    ) throws(VaultFailure) {
        epoch = vault.epoch
        var notes: [SecretName: Note] = [:]
        for (name, secret) in vault.secrets {
            guard let current = secret.current else { continue }
            let known = earlier?.notes[name]
            if let known, known.version == current.number, known.created == current.created {
                notes[name] = known
            } else {
                let strength = judge(try vault.value(name))
                notes[name] = Note(created: current.created, version: current.number, strength: strength)
            }
        }
        self.notes = notes
    }

    /// - Returns: nothing where the text is none of these.
    public init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[0] == Self.title, lines.last == "", let epoch = UInt64(lines[1]) else {
            return nil
        }
        var notes: [SecretName: Note] = [:]
        for line in lines[2..<(lines.count - 1)] {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 5, let time = UInt64(words[0]), let version = UInt32(words[1]),
                let length = Int(words[2]), (0...Strength.enough).contains(length),
                ["guessable", "-"].contains(words[3]), let name = try? SecretName(String(words[4]))
            else { return nil }
            let strength = Strength(length: length, isGuessable: words[3] == "guessable")
            let note = Note(created: time, version: version, strength: strength)
            guard notes.updateValue(note, forKey: name) == nil else { return nil }
        }
        (self.epoch, self.notes) = (epoch, notes)
    }

    /// A line each, the title and the number first.
    public var text: String {
        ([Self.title, "\(epoch)"]
            + notes.sorted { $0.key < $1.key }.map { name, note in
                let guess = note.strength.isGuessable ? "guessable" : "-"
                return "\(note.created) \(note.version) \(note.strength.length) \(guess) \(name)"
            })
            .map { $0 + "\n" }.joined()
    }
}
