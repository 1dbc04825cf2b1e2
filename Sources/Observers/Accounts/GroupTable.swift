import Catalog
import Documents
import Hardening
import Surface

/// Who is in which group.
struct GroupTable: Sendable {
    /// The names of the groups of each account, its own included.
    var names: [String: [String]] = [:]
    /// The accounts in each group.
    var members: [Int: Set<String>] = [:]
    /// The number of each group.
    var numbers: [String: Int] = [:]
    /// Why the groups are not known.
    var unreadable: Unknown?
}

extension AccountsObserver {
    func groups() async -> GroupTable {
        await cache.value {
            var table = GroupTable()
            var titles: [Int: String] = [:]
            let text = await surface.text("/etc/group", limit: 256 << 10)
            if case .unreadable(let why) = text { table.unreadable = why }
            for (_, line) in TextLines(text.content ?? "") {
                let fields = line.split(separator: ":", omittingEmptySubsequences: false)
                guard fields.count >= 4, let gid = Int(fields[2]) else { continue }
                titles[gid] = String(fields[0])
                table.numbers[String(fields[0])] = gid
                for member in fields[3].split(separator: ",").map(String.init) {
                    table.names[member, default: []].append(String(fields[0]))
                    table.members[gid, default: []].insert(member)
                }
            }
            for account in await accountRecords().content ?? [] {
                guard case .number(let gid) = account[.gid] else { continue }
                table.members[gid, default: []].insert(account.name)
                guard let title = titles[gid], table.names[account.name]?.contains(title) != true else { continue }
                table.names[account.name, default: []].append(title)
            }
            return table
        }
    }
}
