/// Who may write to a file besides its owner, its group and everybody: the named entries of its access control list.
///
/// The mode's group bits are then the mask of all these: who looks at the mode alone sees the group's rights in them.
public struct AccessList: Hashable, Sendable {
    /// Accounts that may write.
    public var users: [UInt32]
    /// Groups that may write.
    public var groups: [UInt32]

    public init(users: [UInt32] = [], groups: [UInt32] = []) {
        self.users = users
        self.groups = groups
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
        for start in stride(from: 4, to: bytes.count, by: 8) where number(start + 2, 2) & 2 != 0 {
            switch number(start, 2) {
            case 0x02: users.append(number(start + 4, 4))
            case 0x08: groups.append(number(start + 4, 4))
            default: continue
            }
        }
    }
}
