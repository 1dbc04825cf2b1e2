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
        await cache.value { surface.isLive ? await Reading(servedJails) : await storedJails() }
    }

    /// The running server's jails, each setting with the file and line that set it where the files still say so.
    private func servedJails() async throws(Unknown) -> [Jail]? {
        guard let names = try await banServer().get() else { return nil }
        guard names.count <= 64 else { throw Unknown.tooLarge("fail2ban has more than 64 jails") }
        let stored = await storedJails().content ?? []
        var jails: [Jail] = []
        for name in names {
            guard var jail = try await servedJail(name) else { return nil }
            if let claim = stored.first(where: { $0.name == name }) {
                jail.filter = claim.prefix == jail.prefix ? claim.filter : nil
                jail.origins = claim.origins.filter { claim.agrees(with: jail, on: $0.key) }
                if claim.log == jail.log { jail.calledMatch = claim.calledMatch }
            }
            jails.append(jail)
        }
        return jails
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
