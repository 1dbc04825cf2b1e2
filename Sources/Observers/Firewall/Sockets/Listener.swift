import Catalog
import Hardening
import Rulesets
import Surface

/// A socket that waits for strangers' packets.
struct Listener: Hashable, Sendable {
    let transport: String
    let address: Address
    let port: UInt16
    let inode: Substring
    /// The account that opened it, by number.
    var account: Int?

    /// Whether only the machine itself can connect.
    var isLoopback: Bool {
        switch address.family {
        case .ipv4: address.bits >> 24 == 127
        case .ipv6: address.bits == 1 || (address.bits >> 32 == 0xffff && address.bits >> 24 & 0xff == 127)
        }
    }
}
