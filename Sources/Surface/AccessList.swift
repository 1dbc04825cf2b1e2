/// Whom an access control list names besides a file's owner and everybody, and what each may do.
///
/// The mode's group bits are then the mask of all these: who looks at the mode alone sees the group's rights in them.
public struct AccessList: Hashable, Sendable {
    /// What one entry gives, before the mask.
    public struct Entry: Hashable, Sendable {
        public enum Who: Hashable, Sendable {
            case user(UInt32)
            case group(UInt32)
            /// The group that the file belongs to.
            case owningGroup
        }

        public let who: Who
        /// Read 4, write 2, search or execute 1.
        public let rights: UInt16

        public init(_ who: Who, rights: UInt16) {
            self.who = who
            self.rights = rights
        }
    }

    /// None where there is no list.
    public var entries: [Entry]

    /// Accounts that may write.
    public var users: [UInt32] {
        entries.compactMap { if case .user(let id) = $0.who, $0.rights & 2 != 0 { id } else { nil } }
    }

    /// Groups that may write, the file's own left out.
    public var groups: [UInt32] {
        entries.compactMap { if case .group(let id) = $0.who, $0.rights & 2 != 0 { id } else { nil } }
    }

    public init(entries: [Entry]) { self.entries = entries }

    /// These may do everything; the file's own group may what the mode says.
    public init(users: [UInt32] = [], groups: [UInt32] = []) {
        entries = users.map { Entry(.user($0), rights: 7) } + groups.map { Entry(.group($0), rights: 7) }
        if !entries.isEmpty { entries.append(Entry(.owningGroup, rights: 7)) }
    }

    /// Reads `system.posix_acl_access`: a version, then entries of a tag, rights and an id, little end first.
    /// <linux/posix_acl_xattr.h>
    ///
    /// - Returns: nothing where it is not of that form.
    public init?(_ bytes: [UInt8]) {
        func number(_ start: Int, _ count: Int) -> UInt32 {
            bytes[start..<start + count].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard bytes.count >= 4, (bytes.count - 4).isMultiple(of: 8), number(0, 4) == 2 else { return nil }
        self.init()
        for start in stride(from: 4, to: bytes.count, by: 8) {
            let rights = UInt16(number(start + 2, 2) & 7)
            switch number(start, 2) {
            case 0x02: entries.append(Entry(.user(number(start + 4, 4)), rights: rights))
            case 0x04: entries.append(Entry(.owningGroup, rights: rights))
            case 0x08: entries.append(Entry(.group(number(start + 4, 4)), rights: rights))
            default: continue
            }
        }
    }
}
