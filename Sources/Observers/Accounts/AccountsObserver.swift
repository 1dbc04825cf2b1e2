import Catalog
import Documents
import Hardening
import Surface

/// Accounts, their groups, their logins, and what they may do as root.
struct AccountsObserver: SubjectObserver {
    let look: Look

    /// The account database, with what `/etc/shadow` says of passwords.
    func accountRecords() async -> Reading<[Record]> {
        await cache.value {
            let shadow = await surface.text("/etc/shadow")
            let records = await surface.text("/etc/passwd").map {
                Self.accounts(passwd: $0, shadow: shadow, now: surface.now)
            }
            guard records.content?.count ?? 0 <= Self.mostAccounts else {
                return .unreadable(.tooLarge("/etc/passwd has more than \(Self.mostAccounts) accounts"))
            }
            return records
        }
    }

    /// Each is tried from everywhere; a server for agents has some dozens.
    private static let mostAccounts = 5000

    static func accounts(passwd: String, shadow: Reading<String>, now: Int) -> [Record] {
        var hashes: [Substring: Substring] = [:]
        var expired: Set<Substring> = []
        for (_, line) in TextLines(shadow.content ?? "") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count >= 2 { hashes[fields[0]] = fields[1] }
            // The day from which the account is closed, counted from 1970. shadow(5)
            if fields.count >= 8, let day = Int(fields[7]), day <= now / 86400 { expired.insert(fields[0]) }
        }
        let blind: Value? = if case .unreadable(let why) = shadow { .unknown(why) } else { nil }
        return TextLines(passwd).compactMap { number, line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 7, let uid = Int(fields[2]), let gid = Int(fields[3]) else { return nil }
            let shell = fields[6].isEmpty ? "/bin/sh" : String(fields[6])
            // An "x" sends to the shadow file; anything else is the hash itself.
            let hash = fields[1] == "x" ? hashes[fields[0]] ?? "!" : fields[1]
            let isLocked = hash.hasPrefix("!") || hash.hasPrefix("*")
            return Record(
                String(fields[0]),
                [
                    .user: .text(String(fields[0])),
                    .uid: .number(uid),
                    .gid: .number(gid),
                    .home: .text(String(fields[5])),
                    .shell: .text(shell),
                    .canLogIn: .flag(
                        !expired.contains(fields[0])
                            && !["nologin", "false", "sync", "git-shell"].contains(
                                shell.split(separator: "/").last ?? ""
                            )
                    ),
                    .hasPassword: blind ?? .flag(!hash.isEmpty && !isLocked),
                    .hasEmptyPassword: blind ?? .flag(hash.isEmpty),
                ],
                origins: [
                    .user: Origin("/etc/passwd", line: number),
                    .hasEmptyPassword: Origin(fields[1] == "x" ? "/etc/shadow" : "/etc/passwd"),
                ]
            )
        }
    }
}
