/// The full name of a secret of Secret Manager, such as `projects/acme/secrets/nacre`.
struct GoogleSecretName: Sendable {
    let text: String
    private let words: [String]

    init(_ text: String) throws(VaultStoreFailure) {
        words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let keys = words.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        let names = words.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        guard words.count.isMultiple(of: 2),
            keys == ["projects", "secrets"] || keys == ["projects", "locations", "secrets"],
            names.dropLast().allSatisfy({ Self.isPlain($0, "-") && !$0.hasPrefix("-") && $0.utf8.count <= 63 }),
            names.last.map({ Self.isPlain($0, "-_") && $0.utf8.count <= 255 }) == true
        else {
            throw .keySource("\(text) is not of the form projects/PROJECT/secrets/SECRET")
        }
        self.text = text
    }

    var id: String { words.last ?? "" }
    var parent: String { words.dropLast(2).joined(separator: "/") }
    var isRegional: Bool { words.count == 6 }

    /// Where it is asked for: a secret of one location at that location.
    var address: String {
        isRegional ? "https://secretmanager.\(words[3]).rep.googleapis.com" : "https://secretmanager.googleapis.com"
    }

    /// The version that the full name of a version of this secret ends in; projects are answered by number.
    func version(in name: String) -> String? {
        let answered = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard answered.count == words.count + 2, answered[words.count] == "versions",
            let version = answered.last, Self.isNumber(version), answered[0] == words[0],
            answered[2..<words.count] == words[2...],
            answered[1] == words[1] || Self.isNumber(answered[1]) && !Self.isNumber(words[1])
        else { return nil }
        return version
    }

    static func isNumber(_ text: String) -> Bool {
        (1...20).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private static func isPlain(_ text: String, _ others: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || others.utf8.contains(byte)
            }
    }
}
