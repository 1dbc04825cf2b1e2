import Documents
import Hardening

/// The account a container should run as, so that it can still write its data.
enum ContainerAccount {
    /// What `user:` says, and who its data must belong to.
    case account(user: String, owner: UInt32, group: UInt32)
    /// Why none can be given.
    case blocked(String)

    /// The account its data belongs to already; else the one of the image; else 1000, which is OpenClaw's own.
    init(_ target: ComposeTarget) {
        if case .text(let why) = target.record[.dataBlocker] {
            self = .blocked("its data has \(why), which must belong to one account")
            return
        }
        var numbers: [UInt32] = [1000, 1000]
        if case .text(let owner) = target.record[.dataOwner] {
            numbers = owner.split(separator: ":").compactMap { UInt32($0) }
        } else if case .text(let user) = target.record[.imageUser] {
            let parts = user.split(separator: ":").compactMap { UInt32($0) }
            // A name says nothing about the number outside; that of OpenClaw's own image is 1000.
            if let first = parts.first, first != 0 { numbers = [first, parts.count > 1 ? parts[1] : first] }
        }
        guard numbers.count == 2 else {
            self = .blocked("the owner of its data could not be determined")
            return
        }
        self = .account(user: "\(numbers[0]):\(numbers[1])", owner: numbers[0], group: numbers[1])
    }

    static func amendments(_ target: ComposeTarget, _ user: String, _ owner: UInt32, _ group: UInt32) -> [Amendment] {
        let service = target.service
        let paths = if case .list(let paths) = target.record[.dataOfRoot] { paths } else { [String]() }
        let data = paths.map { path in
            Amendment(
                .permissions(path),
                "belongs to \(user), as which \(service) runs",
                activation: target.activation
            ) { state in
                guard case .permissions(var permissions) = state, permissions.owner == 0 else { return state }
                permissions.owner = owner
                permissions.group = group
                return .permissions(permissions)
            }
        }
        let account = target.setting("user: \"\(user)\"") { compose throws(SyntaxError) in
            try compose.set(.text(user), at: ["user"], of: service)
        }
        return data + [account]
    }
}
