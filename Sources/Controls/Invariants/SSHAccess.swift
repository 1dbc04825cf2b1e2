import Catalog
import Documents
import Hardening

/// Who can log in over SSH with a key, and who of them becomes root, by what a snapshot says.
///
/// Where something could not be determined, the account counts as one that cannot log in.
struct SSHAccess: Sendable {
    static let needs: Set<Resource> = [
        .facts(.accounts), .facts(.logins), .facts(.authorizedKeys), .facts(.sudoRules), .facts(.sshServer),
        .facts(.operatorSession),
    ]

    let accounts: [Record]
    let logins: [Record]
    let keys: [Record]
    private let rules: [Record]
    let server: Record
    /// Where the person who looks came from, as far as it is known.
    private let address: Value

    /// - Throws: what could not be observed, in words.
    init(_ snapshot: Snapshot) throws(Unknown) {
        accounts = try snapshot.observed(.accounts)
        logins = try snapshot.observed(.logins)
        keys = try snapshot.observed(.authorizedKeys)
        // Without sudo nobody has rules for it.
        rules = try snapshot.observed(.sudoRules)
        address = (try? snapshot.observed(.operatorSession))?.first?[.fromAddress] ?? .unset
        server = try snapshot.observed(.sshServer).first ?? Record("sshd", doubt: .notRunning("there is no SSH server"))
    }

    /// Whether everything that decides who gets in is the same in both, so that a plan takes nothing from anybody.
    ///
    /// However people log in, by certificate, by a directory's account or by a key that a program gives sshd, they still
    /// do.
    static func isSame(_ before: Snapshot, _ after: Snapshot) -> Bool {
        needs.subtracting([.facts(.operatorSession)]).allSatisfy { resource in
            guard case .state(let state) = before[resource], case .state(let future) = after[resource] else {
                return false
            }
            return state == future
        }
    }

    /// The names of all accounts that log in with a key and become root.
    var administrators: [String] { accounts.map(\.name).filter { blocker(for: $0) == nil } }

    /// The same without root and its doubles.
    var administratorsBesidesRoot: [String] {
        accounts.filter { $0[.uid] != 0 && blocker(for: $0.name) == nil }.map(\.name)
    }

    /// Accounts that log in with a key.
    var keyHolders: [String] { accounts.map(\.name).filter { loginBlocker(for: $0) == nil } }

    /// Accounts with a shell.
    var people: [String] { accounts.filter { $0[.canLogIn] == true }.map(\.name) }

    /// Whether sshd opens the account for what the field says, and the account has a password to type.
    func opens(_ user: String, _ field: Field) -> Bool {
        accounts.contains { $0.name == user && $0[.hasPassword] == true }
            && logins.contains { $0[.user] == .text(user) && $0[.isAdmitted] == true && $0[field] == true }
    }

    /// Why the account does not log in with a key and become root; none where it does.
    func blocker(for user: String) -> String? { loginBlocker(for: user) ?? rootBlocker(for: user) }

    /// Why the account does not log in with a key; none where it does.
    func loginBlocker(for user: String) -> String? {
        guard let account = accounts.first(where: { $0.name == user }) else { return "there is no account \(user)" }
        guard account[.canLogIn] == true else { return "\(user) has no shell to log in to, or is expired" }
        let places = logins.filter { $0[.user] == .text(user) }
        let open = places.filter { $0[.isAdmitted] == true && $0[.keyLogin] == true }
        // A door from some places only is none to count on, but for the operator's own place. Where that is no place of
        // its own, what holds for the public holds there.
        guard let first = places.first(where: { $0[.fromAddress] == address }) ?? places.first else {
            return "it is not known what sshd demands of \(user)"
        }
        guard open.contains(where: { $0[.fromAddress] == first[.fromAddress] }) else {
            return first[.isAdmitted] == true ? "sshd takes no key from \(user)" : "sshd does not admit \(user)"
        }
        let own = keys.filter { $0[.user] == .text(user) }
        guard !own.isEmpty else { return "\(user) has no authorized key \(Self.uncounted)" }
        let reasons = own.map(blocker(to:))
        return reasons.contains(nil) ? nil : reasons.compactMap(\.self).first
    }

    /// What comes before anything that people could be locked out by.
    static let firstKey =
        "No account has a key that sshd takes, so this would lock everybody out. From your own computer, "
        + "ssh-copy-id NAME@SERVER, then log in with that key in a second session; then ask again."

    private static let uncounted = "(certificates, and keys that a program gives sshd, are not counted)"

    /// Why a key does not open its account; none where it does.
    private func blocker(to key: Record) -> String? {
        guard case .text(let type) = key[.keyType] else { return "\(key.name) cannot be read" }
        if server[.strictModes] != false, key[.writableByOthers] != false {
            return "\(key.name) does not count, as others may write there"
        }
        if case .list(let options) = key[.keyOptions] {
            let kinds = options.map { $0.lowercased() }
            if let unknown = kinds.first(where: { !SSHPublicKey.knownOptions.contains($0) }) {
                return "\(key.name) has an option that sshd does not know, \(unknown)"
            }
            // Cloud images give root a key with a command that only names the right account.
            if kinds.contains("command") { return "\(key.name) runs one command only" }
            if kinds.contains("cert-authority") { return "\(key.name) is an authority, not a key" }
            if kinds.contains("restrict"), !kinds.contains("pty") { return "\(key.name) gives no terminal" }
            if kinds.contains("no-pty") { return "\(key.name) gives no terminal" }
        }
        // What cannot be read has no type either.
        if key[.isExpiredKey] == true { return "\(key.name) is expired, or will be within a day" }
        if case .text(let sources) = key[.keySources] {
            guard case .text(let here) = address else {
                return "\(key.name) is only taken from \(sources), and where you are is not known"
            }
            if !SSHPublicKey.takes(from: sources, address: here) {
                return "\(key.name) is only taken from \(sources), and you are at \(here)"
            }
        }
        let signatures = type == "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [type]
        guard case .list(let accepted) = server[.userKeyAlgorithms] else {
            return "it is not known which keys sshd takes"
        }
        return signatures.contains { accepted.contains($0) } ? nil : "sshd takes no \(type) keys"
    }

    /// Why the account does not become root; none where it does.
    func rootBlocker(for user: String) -> String? {
        guard let account = accounts.first(where: { $0.name == user }) else { return "there is no account \(user)" }
        if account[.uid] == 0 { return nil }
        let own = rules.filter { rule in
            if case .unknown = rule[.withoutPassword] { return false }
            guard rule[.allCommands] == true, case .list(let names) = rule[.reachesAccounts] else { return false }
            return names.contains(user)
        }
        if own.contains(where: { $0[.withoutPassword] == true }) { return nil }
        if !own.isEmpty, account[.hasPassword] == true { return nil }
        if accounts.contains(where: { $0[.uid] == 0 && $0[.hasPassword] == true }) { return nil }
        return own.isEmpty
            ? "\(user) has no sudo rule for everything, and root has no password for su"
            : "sudo asks \(user) for a password, and none is set"
    }
}

extension Snapshot {
    /// The records of a subject; none where there is nothing of the kind.
    func observed(_ subject: Subject) throws(Unknown) -> [Record] {
        switch self[.facts(subject)] {
        case .unreadable(let why): throw why.saying("\(subject.title) could not be determined: \(why)")
        case .state(let state): return state.records
        }
    }
}
