import Catalog
import Documents
import Hardening
import Surface

/// What was found at one place, by reader.
private struct TrustFinding {
    let flaw: TrustWalk.Flaw
    var content: [String] = []

    /// Equal only where the place is the same byte by byte.
    struct Key: Hashable {
        let path: ByteName
        let flaw: TrustWalk.Flaw
    }

    var key: Key { Key(path: ByteName(path), flaw: flaw) }

    var path: String {
        switch flaw {
        case .writers(let writers): writers.path
        case .unknown(let path, _): path
        }
    }
}

/// Places that decide what root runs, and who may write to them.
struct TrustObserver: SubjectObserver {
    let look: Look

    /// Who, besides root, decides what root reads and runs.
    func trustedPlaces() async throws(Unknown) -> [Record]? {
        if case .absent = await surface.node("/etc") { return nil }
        let circle = await trustCircle()
        let overrides = await packagesOverrides()
        var walk = TrustWalk(surface, circle)
        var records: [Record] = []
        let uids = Dictionary(circle.names.map { ($0.value.name, $0.key) }) { first, _ in first }
        for (reader, gathered) in await gatheredPlaces() {
            var findings: [TrustFinding.Key: TrustFinding] = [:]
            var count = 0
            var doubts = gathered.doubt.map { [$0] } ?? []
            var seen: Set<ByteName> = []
            for place in gathered.places {
                let owners = Set(place.owners.compactMap { uids[$0] })
                let strictness: TrustCircle.Strictness = place.isElsewhere ? .anywhere : .system(besides: owners)
                for path in await paths(of: place, &walk, strictness, &doubts)
                where seen.insert(ByteName(path)).inserted {
                    let way = await walk.look(path, strictness)
                    if way.status != nil { count += 1 }
                    for flaw in way.flaws {
                        findings[TrustFinding(flaw: flaw).key, default: TrustFinding(flaw: flaw)].content.append(path)
                    }
                }
            }
            let few = findings.values.sorted { $0.path < $1.path }
                .bounded("places that others may write", in: "what root trusts", to: Self.mostFindings)
            records += few.first.map { Self.record($0, reader, overrides) }
            records += [few.rest].compactMap { $0 }.map {
                Record("\(reader.rawValue): further findings", Self.unknown(reader, $0))
            }
            records += doubts.prefix(1).map { Record("\(reader.rawValue): more", Self.unknown(reader, $0)) }
            guard count > 0 else { continue }
            let known: [Field: Value] = [
                .trustedReader: .text(reader.rawValue), .trustedWriter: "root alone", .trustedCount: .number(count),
            ]
            records.append(Record("everything else of \(reader.rawValue)", known))
        }
        return records.isEmpty ? nil : records
    }

    private static let mostFindings = 1000
    private static let mostNames = 3000

    private func gatheredPlaces() async -> [(TrustedPlace.Reader, (places: [TrustedPlace], doubt: Unknown?))] {
        let (sshd, logins, units) = (await placesOfSSHD(), await placesOfLogins(), await placesOfUnits())
        let (cron, apt) = (await placesOfCron(), await placesOfApt())
        return [
            (.sshd, sshd), (.logins, (.logins + logins.places, logins.doubt)),
            (.services, (.services + units.places + cron.places, units.doubt ?? cron.doubt)), (.shells, (.shells, nil)),
            (.apt, (.apt + apt.places, apt.doubt)), (.docker, (.docker, nil)), (.fail2ban, (.fail2ban, nil)),
            (.proxy, (.proxy, nil)),
        ]
    }

    /// The place itself, and every file that is read in it.
    private func paths(
        of place: TrustedPlace,
        _ walk: inout TrustWalk,
        _ strictness: TrustCircle.Strictness,
        _ doubts: inout [Unknown]
    ) async -> [String] {
        var found = [place.path]
        guard place.depth > 0 else { return found }
        var waiting = [(path: place.path, depth: place.depth)]
        while let (directory, depth) = waiting.popLast() {
            let isOuter = directory == place.path
            switch await listing(directory) {
            case .absent: continue
            case .unreadable(let why): doubts.append(why)
            case .found(let names):
                if names.count > Self.mostNames {
                    doubts.append(.tooLarge("only the first \(Self.mostNames) names in \(directory) were looked at"))
                }
                for name in names.prefix(Self.mostNames) where !isOuter || place.isRead(name) {
                    let path = Path.join(directory, name)
                    found.append(path)
                    guard depth > 1, await walk.look(path, strictness).status?.kind == .directory,
                        await surface.link(path).content == nil
                    else { continue }
                    waiting.append((path, depth - 1))
                }
            }
        }
        return found
    }

    private static func unknown(_ reader: TrustedPlace.Reader, _ why: Unknown) -> [Field: Value] {
        [.trustedReader: .text(reader.rawValue), .trustedWriter: .unknown(why)]
    }

    private static func record(
        _ finding: TrustFinding,
        _ reader: TrustedPlace.Reader,
        _ overrides: Set<String>
    ) -> Record {
        switch finding.flaw {
        case .unknown(let path, let why): return Record(path, unknown(reader, why), identity: [.path: .text(path)])
        case .writers(let writers):
            let others = Set(finding.content).subtracting([writers.path]).sorted()
            var record = Record(
                writers.path,
                [
                    .trustedReader: .text(reader.rawValue), .trustedWriter: .text(writers.words),
                    .trustedContent: .unset,
                ],
                identity: [.path: .text(writers.path)],
                origins: [.trustedWriter: Origin(writers.path)]
            )
            if !others.isEmpty {
                let shown = others.prefix(3).joined(separator: ", ")
                record[.trustedContent] = .text(others.count > 3 ? "\(shown) and \(others.count - 3) more" : shown)
            }
            if writers.bits != 0 { record[.trustedExcess] = .mode(writers.bits) }
            if writers.isOwner { record[.trustedWrongOwner] = .number(Int(writers.status.owner)) }
            record[.trustedIsRepairable] = .flag(isRepairable(writers, overrides))
            return record
        }
    }

    /// Where Nacre changes who may do what; /usr and what is above these it leaves alone.
    private static let repairable = [
        "/etc", "/var/lib/nacre", "/var/lib/dpkg", "/var/lib/apt", "/var/lib/docker", "/var/lib/cloud",
        "/var/cache/apt",
        "/var/spool/cron",
    ]

    /// Whether root's taking it back can break nothing: a place of the system's, no home, nothing that runs as its owner,
    /// nothing of an account that a package made, and nothing an administrator told dpkg to keep otherwise.
    private static func isRepairable(_ writers: Writers, _ overrides: Set<String>) -> Bool {
        let path = writers.path
        let (status, owner) = (writers.status, writers.status.owner)
        guard repairable.contains(where: { path != "/etc" && Path.isInside(path, $0) }), !overrides.contains(path),
            status.kind == .directory || status.kind == .regular && status.names == 1
        else { return false }
        guard writers.isOwner else { return true }
        return status.mode & 0o6000 == 0 && (owner >= 1000 && owner < 65534)
    }

    /// Paths whose owner and mode an administrator, or a package, has dpkg keep. dpkg-statoverride(1)
    private func packagesOverrides() async -> Set<String> {
        let text = await surface.text("/var/lib/dpkg/statoverride").content ?? ""
        return Set(
            text.split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ", maxSplits: 3)
                return words.count == 4 ? String(words[3]) : nil
            }
        )
    }
}
