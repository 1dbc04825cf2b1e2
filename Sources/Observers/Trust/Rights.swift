import Surface

/// An account as the kernel tells it: by its number and those of its groups.
struct Person: Hashable, Sendable {
    let name: String
    let uid: UInt32
    let groups: Set<UInt32>

    /// Any account at all: nobody's owner, and in no group that counts.
    static let stranger = Person(name: "every account", uid: .max - 2, groups: [])
}

/// What is known of a name that decides whether an account may do something with it.
struct Rights: Hashable, Sendable {
    let status: FileStatus
    let list: AccessList

    /// By which bits of the mode somebody gets in.
    enum Door: Hashable, Sendable {
        case owner, group, others

        /// The bit that lets somebody write by it.
        var writeBit: UInt16 {
            switch self {
            case .owner: 0o200
            case .group: 0o020
            case .others: 0o002
            }
        }
    }

    /// How the account gets these rights (write 2, search 1); nothing where it does not.
    ///
    /// An owner may give them to itself. Otherwise one entry has to give all of them, and everybody's rights count only for
    /// those whom no entry names. acl(5), ACCESS CHECK ALGORITHM
    func door(for person: Person, to wanted: UInt16) -> Door? {
        if person.uid == status.owner { return .owner }
        let mask = status.mode >> 3 & 7
        func gives(_ rights: UInt16) -> Bool { rights & mask & wanted == wanted }
        // The kernel does not ask the list where the mask is empty, so that those it names are then strangers.
        let listed = mask == 0 ? [] : list.entries
        if let named = listed.first(where: { $0.who == .user(person.uid) }) {
            return gives(named.rights) ? .group : nil
        }
        let isMember = person.groups.contains(status.group)
        // Without a list the group's bits are the group's own rights.
        var entries = listed.isEmpty && isMember ? [AccessList.Entry(.owningGroup, rights: 7)] : []
        entries += listed.filter { entry in
            switch entry.who {
            case .user: false
            case .group(let id): person.groups.contains(id)
            case .owningGroup: isMember
            }
        }
        guard entries.isEmpty else { return entries.contains { gives($0.rights) } ? .group : nil }
        return status.mode & wanted == wanted ? .others : nil
    }
}

/// Who, besides root, decides what stands somewhere.
struct Writers: Hashable, Sendable {
    /// The place that has to be closed: a file, or the directory in which a name stands.
    let path: String
    let status: FileStatus
    /// Whoever can, by name.
    let people: [String]
    /// Whether any account can.
    let isEverybody: Bool
    /// Whether its owner can.
    let isOwner: Bool
    /// Bits of the mode that let somebody in.
    let bits: UInt16

    /// In words.
    var words: String {
        if isEverybody { return "every account" }
        let first = people.prefix(3).joined(separator: ", ")
        return people.count > 3 ? "\(first) and \(people.count - 3) more" : first
    }
}
