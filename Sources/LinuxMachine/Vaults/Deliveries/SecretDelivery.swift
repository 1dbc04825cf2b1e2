public import Vault

/// A place outside of the vault that a secret's value is put to, for a program that cannot ask.
public struct SecretDelivery: Sendable, Hashable {
    public enum Place: Sendable, Hashable {
        /// A credential of a unit of systemd, sealed to this machine.
        case unit(String, credential: String)
        /// A file in memory that a compose project mounts as a secret; the numbers are those of who runs inside.
        case compose(project: String, file: String, account: UInt32, group: UInt32)
        /// A line of an environment file.
        case environment(file: String, variable: String)
    }

    public let secret: SecretName
    public let place: Place

    /// - Throws: what of the place cannot be one.
    public init(_ secret: SecretName, to place: Place) throws(VaultStoreFailure) {
        switch place {
        case .unit(let unit, let credential):
            guard unit.hasSuffix(".service"), unit.utf8.count <= 200, Self.isWord(unit, besides: ":@") else {
                throw .system("\(unit) is no name of a service such as example.service")
            }
            guard !unit.hasSuffix("@.service") else {
                throw .system(
                    "\(unit) is a template; name what is started from it, such as \(unit.dropLast(8))one.service"
                )
            }
            guard credential.utf8.count <= 100, Self.isWord(credential) else { throw Self.noWord(credential) }
        case .compose(let project, let file, let account, let group):
            let isPlain = project.utf8.allSatisfy { !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
            guard project.utf8.count <= 100, isPlain, Self.isWord(project), !project.utf8.contains(UInt8(ascii: "."))
            else { throw .system("\(project) is no name of a compose project: lower-case letters, digits, - and _") }
            guard file.utf8.count <= 100, Self.isWord(file) else { throw Self.noWord(file) }
            guard account < UInt32.max, group < UInt32.max else { throw .system("no account has that number") }
        case .environment(let file, let variable):
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            guard file.hasPrefix("/"), parts.dropFirst().allSatisfy({ !["", ".", ".."].contains($0) }),
                file.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else { throw .system("\(file) is not the absolute path of a file, without // and . in it") }
            guard Self.isVariable(variable) else { throw .system("\(variable) is no name of a variable") }
        }
        (self.secret, self.place) = (secret, place)
    }

    private static func noWord(_ text: String) -> VaultStoreFailure {
        .system("\(text) is no name for it there: letters, digits and _ . -, at most 100")
    }

    /// Letters, digits and `_.-`, with a letter or digit first.
    private static func isWord(_ text: String, besides others: String = "") -> Bool {
        guard let first = text.utf8.first, isLetter(first) || isDigit(first) else { return false }
        return text.utf8.allSatisfy {
            isLetter($0) || isDigit($0) || "_.-".utf8.contains($0) || others.utf8.contains($0)
        }
    }

    /// Whether it names a variable in every shell and program.
    public static func isVariable(_ text: some StringProtocol) -> Bool {
        guard let first = text.utf8.first, !isDigit(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Where it goes, for people.
    public var words: String {
        switch place {
        case .unit(let unit, let credential): "\(unit), as the credential \(credential)"
        case .compose(let project, let file, _, _):
            "the compose project \(project), as \(ComposeFile.path(project, file))"
        case .environment(let file, let variable): "\(file), as \(variable)"
        }
    }

    /// Whether both are the same place, whatever is put there and for whom.
    public func isAt(_ other: SecretDelivery) -> Bool { keys == other.keys }

    /// What leads to it in the list.
    var keys: [String] {
        switch place {
        case .unit(let unit, let credential): ["units", unit, credential]
        case .compose(let project, let file, _, _): ["compose", project, file]
        case .environment(let file, let variable): ["env-files", file, variable]
        }
    }
}
