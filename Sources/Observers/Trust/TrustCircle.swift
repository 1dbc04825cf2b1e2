import Catalog
import Hardening
import Surface

/// Who counts as somebody else than root.
struct TrustCircle: Sendable {
    /// How much is asked of owners.
    enum Strictness: Hashable, Sendable {
        /// What is the system's belongs to root, or to the account of the daemon that alone reads it.
        case system(besides: Set<UInt32>)
        /// Elsewhere whoever may do as root does anyway may own what root runs.
        case anywhere
    }

    /// Accounts that may not do as root does, and a stranger.
    let others: [Person]
    /// Accounts that may do as root does.
    let trusted: Set<UInt32>
    let names: [UInt32: Person]
    /// Why groups and accounts are not known.
    let doubt: Unknown?

    /// Everybody whose rights to this have to be asked for.
    func people(for rights: Rights, _ strictness: Strictness) -> [Person] {
        var people = others
        let owner = rights.status.owner
        var welcome: Set<UInt32> = [0]
        switch strictness {
        case .system(let besides):
            welcome.formUnion(besides)
            people.removeAll { welcome.contains($0.uid) }
        case .anywhere: welcome = trusted
        }
        let named = rights.list.entries.compactMap { entry -> UInt32? in
            if case .user(let id) = entry.who { id } else { nil }
        }
        for uid in [owner] + named where !welcome.contains(uid) && !people.contains(where: { $0.uid == uid }) {
            guard uid == owner || !trusted.contains(uid) else { continue }
            people.append(names[uid] ?? Person(name: "the account \(uid)", uid: uid, groups: []))
        }
        return people
    }

    /// Whether nobody but root can have rights to write here, at a glance.
    func isQuiet(_ status: FileStatus, _ strictness: Strictness) -> Bool {
        guard status.mode & 0o022 == 0 else { return false }
        if status.owner == 0 { return true }
        switch strictness {
        case .system(let besides): return besides.contains(status.owner)
        case .anywhere: return trusted.contains(status.owner)
        }
    }
}

extension TrustObserver {
    func trustCircle() async -> TrustCircle {
        let trusted = Set(await compose.accountsLikeRoot().compactMap { UInt32(exactly: $0) })
        let table = await accounts.groups()
        var memberships: [String: Set<UInt32>] = [:]
        for (group, members) in table.members {
            guard let group = UInt32(exactly: group) else { continue }
            for member in members { memberships[member, default: []].insert(group) }
        }
        var names: [UInt32: Person] = [:]
        var doubt = table.unreadable
        switch await accounts.accountRecords() {
        case .absent: break
        case .unreadable(let why): doubt = doubt ?? why
        case .found(let accounts):
            for account in accounts {
                guard case .number(let number) = account[.uid], let uid = UInt32(exactly: number) else { continue }
                let groups = memberships[account.name] ?? []
                // Several names may share a number; then all their groups are its.
                names[uid] = Person(
                    name: names[uid]?.name ?? account.name,
                    uid: uid,
                    groups: groups.union(names[uid]?.groups ?? [])
                )
            }
        }
        let others = names.values.filter { !trusted.contains($0.uid) && $0.uid != 0 }.sorted { $0.name < $1.name }
        return TrustCircle(others: [.stranger] + others, trusted: trusted, names: names, doubt: doubt)
    }
}
