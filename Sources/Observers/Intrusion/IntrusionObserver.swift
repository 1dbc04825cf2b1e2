import Catalog
import Hardening
import Surface

/// fail2ban and its jails.
struct IntrusionObserver: SubjectObserver {
    let look: Look

    /// The jails of the running server, or those a server would start from the files of a stopped system.
    func jails() async throws(Unknown) -> [Record]? {
        guard let found = try await jailsFound().get() else { return nil }
        let server = await sshServerSeen()
        var records: [Record] = []
        for jail in found { records.append(await record(of: jail, server)) }
        return records
    }

    func jailsFound() async -> Reading<[Jail]> {
        await cache.value { surface.isLive ? await servedJails() : await storedJails() }
    }

    /// The running server's jails, each setting with the file and line that set it where the files still say so.
    private func servedJails() async -> Reading<[Jail]> {
        let names: [String]
        switch await banServer() {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): names = found
        }
        guard names.count <= 64 else { return .unreadable(.tooLarge("fail2ban has more than 64 jails")) }
        let stored = await storedJails().content ?? []
        var jails: [Jail] = []
        for name in names {
            switch await servedJail(name) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(var jail):
                if let claim = stored.first(where: { $0.name == name }) {
                    jail.filter = claim.prefix == jail.prefix ? claim.filter : nil
                    jail.origins = claim.origins.filter { claim.agrees(with: jail, on: $0.key) }
                    if claim.log == jail.log { jail.calledMatch = claim.calledMatch }
                }
                jails.append(jail)
            }
        }
        return .found(jails)
    }
}

extension Jail {
    /// Whether both hold the same for a field, so that what set it in one may have set it in the other.
    fileprivate func agrees(with other: Jail, on field: Field) -> Bool {
        switch field {
        case .banMaxRetry: maxRetry == other.maxRetry
        case .banFindTime: findTime == other.findTime
        case .banTime: banTime == other.banTime
        case .banTimeGrows: banTimeGrows == other.banTimeGrows
        case .missingLogs, .jailReads, .journalMatch, .readsServerLines, .readsRootsLinesOnly, .matchOfCalledFilter:
            log == other.log
        case .banActions, .portsLeftOpen: actions == other.actions
        default: Set(ignored) == Set(other.ignored)
        }
    }
}
