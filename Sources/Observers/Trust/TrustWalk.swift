import Catalog
import Surface

/// Goes to paths as root's programs would, and says of each step who else decides where it leads.
///
/// A name stands for what whoever may write its directory wants; with the sticky bit only for what its own owner, or the
/// directory's, wants. An account must also get there: through every directory above, by its real path.
struct TrustWalk {
    /// What was found on the way to a path.
    struct Way {
        /// Where it is in the end, without links; the directory that would hold it, where it is not there.
        var place: String
        /// Nothing where it is not there.
        var status: FileStatus?
        var flaws: [Flaw] = []
    }

    enum Flaw: Hashable {
        case writers(Writers)
        case unknown(path: String, why: Unknown)
    }

    let surface: any Surface
    let circle: TrustCircle
    private var nodes: [ByteName: Reading<FileStatus>] = [:]
    private var lists: [ByteName: Reading<AccessList>] = [:]
    private var ways: [TrustCircle.Strictness: [ByteName: Way]] = [:]
    /// How many more names may be looked at.
    private var budget: Int

    /// More than any system has; a tree made to keep the audit busy has more.
    static let limit = 20_000
    private static let mostLinks = 40

    init(_ surface: any Surface, _ circle: TrustCircle, budget: Int = limit) {
        self.budget = budget
        self.surface = surface
        self.circle = circle
    }

    /// Who decides what a program reads at the path: the steps to it, and what is there.
    mutating func look(_ path: String, _ strictness: TrustCircle.Strictness) async -> Way {
        var way = await go(path, strictness)
        guard let status = way.status, status.kind == .regular || status.kind == .directory else { return way }
        // Another name of the file may stand where the directories above do not matter.
        let isAnywhere = status.kind == .regular && status.names > 1
        let reach = isAnywhere ? nil : status.kind == .directory ? way.place : Path.parent(way.place)
        let wanted: UInt16 = status.kind == .directory ? 3 : 2
        await add(writers(of: way.place, status, wanted, through: reach, strictness), to: &way)
        return way
    }

    /// Goes to a path through links, with `..` where it stands.
    private mutating func go(
        _ path: String,
        from start: String = "/",
        _ strictness: TrustCircle.Strictness,
        links: Int = 0
    ) async -> Way {
        var way = Way(place: start, status: nil)
        switch await node(start) {
        case .found(let status): way.status = status
        case .absent: break
        case .unreadable(let why): way.flaws.append(.unknown(path: start, why: why))
        }
        if start == "/", let status = way.status, path == "/" {
            await add(writers(of: "/", status, 3, through: nil, strictness), to: &way)
        }
        for name in path.split(separator: "/").map(String.init) where name != "." {
            guard way.status?.kind == .directory else {
                // What is not there yet was judged where it could be made.
                way.status = nil
                return way
            }
            if name == ".." {
                way.place = Path.parent(way.place)
                way.status = await node(way.place).content
                continue
            }
            let next = await step(name, in: way.place, strictness, links: links)
            way.flaws += next.flaws.filter { !way.flaws.contains($0) }
            (way.place, way.status) = (next.place, next.status)
        }
        return way
    }

    /// From a directory that is no link to what a name in it stands for.
    private mutating func step(
        _ name: String,
        in directory: String,
        _ strictness: TrustCircle.Strictness,
        links: Int
    ) async -> Way {
        let path = Path.join(directory, name)
        if let known = ways[strictness]?[ByteName(path)] { return known }
        var way = Way(place: path)
        switch await node(path) {
        case .unreadable(let why): way.flaws.append(.unknown(path: path, why: why))
        case .absent:
            way.place = directory
            await add(makers(in: directory, nil, path, strictness), to: &way)
        case .found(let status):
            way.status = status
            await add(makers(in: directory, status, path, strictness), to: &way)
            guard status.isLink else { break }
            let before = way.flaws
            switch await surface.link(path) {
            // Whoever may exchange it was named.
            case .unreadable where !before.isEmpty: way.status = nil
            case .unreadable(let why): way.flaws.append(.unknown(path: path, why: why))
            case .absent:
                way.flaws.append(.unknown(path: path, why: .changedMeanwhile("\(path) changed while it was looked at")))
            case .found(_) where links >= Self.mostLinks:
                way.flaws.append(.unknown(path: path, why: .tooLarge("\(path) leads over too many links")))
            case .found(let target):
                way = await go(target, from: target.hasPrefix("/") ? "/" : directory, strictness, links: links + 1)
                way.flaws = before + way.flaws.filter { !before.contains($0) }
            }
            if case .unknown? = way.flaws.last { way.status = nil }
        }
        ways[strictness, default: [:]][ByteName(path)] = way
        return way
    }

    /// Who can have the name stand for something else, or make it where it is not there.
    private mutating func makers(
        in directory: String,
        _ status: FileStatus?,
        _ path: String,
        _ strictness: TrustCircle.Strictness
    ) async -> Flaw? {
        guard case .found(let above) = await node(directory) else { return nil }
        guard above.mode & 0o1000 != 0, let status else {
            return await writers(of: directory, above, 3, through: directory, strictness)
        }
        // With the sticky bit: those who own the directory, and of those who may write there the name's owner.
        let rights: Rights
        switch await self.rights(directory, above) {
        case .unreadable(let why): return .unknown(path: directory, why: why)
        case .absent: return nil
        case .found(let found): rights = found
        }
        if !circle.isQuiet(FileStatus(kind: .directory, mode: 0, owner: above.owner), strictness),
            let owners = await writers(
                of: directory,
                FileStatus(kind: .directory, mode: above.mode & 0o7755, owner: above.owner, group: above.group),
                3,
                through: directory,
                strictness
            )
        {
            return owners
        }
        guard !circle.isQuiet(FileStatus(mode: 0, owner: status.owner), strictness) else { return nil }
        let own = Rights(status: status, list: AccessList())
        for person in circle.people(for: own, strictness) where person.uid == status.owner {
            guard rights.door(for: person, to: 3) != nil, await reaches(person, directory) == true else { continue }
            return .writers(
                Writers(path: path, status: status, people: [person.name], isEverybody: false, isOwner: true, bits: 0)
            )
        }
        return nil
    }

    /// Who may write, of those who get there.
    private mutating func writers(
        of path: String,
        _ status: FileStatus,
        _ wanted: UInt16,
        through reach: String?,
        _ strictness: TrustCircle.Strictness
    ) async -> Flaw? {
        guard !circle.isQuiet(status, strictness) else { return nil }
        if let why = circle.doubt, status.mode & 0o020 != 0 { return .unknown(path: path, why: why) }
        let rights: Rights
        switch await self.rights(path, status) {
        case .absent: return nil
        case .unreadable(let why): return .unknown(path: path, why: why)
        case .found(let found): rights = found
        }
        var people: [String] = []
        var bits: UInt16 = 0
        var (isEverybody, isOwner) = (false, false)
        for person in circle.people(for: rights, strictness) {
            guard let door = rights.door(for: person, to: wanted) else { continue }
            if let reach {
                switch await reaches(person, reach) {
                case true: break
                case false: continue
                case nil: return .unknown(path: path, why: .notStated("who gets to \(reach) could not be determined"))
                }
            }
            if person == .stranger { isEverybody = true } else { people.append(person.name) }
            if door == .owner { isOwner = true } else { bits |= door.writeBit }
        }
        guard isEverybody || !people.isEmpty else { return nil }
        return .writers(
            Writers(
                path: path,
                status: status,
                people: people.sorted(),
                isEverybody: isEverybody,
                isOwner: isOwner,
                bits: bits
            )
        )
    }

    /// Whether the account gets into a directory, which is no link; nothing where it could not be determined.
    private mutating func reaches(_ person: Person, _ directory: String) async -> Bool? {
        var place = directory
        // Everybody gets into the root of a system, whoever laid out the tree that holds it.
        while place != "/" {
            guard case .found(let status) = await node(place), case .found(let rights) = await rights(place, status)
            else { return nil }
            if rights.door(for: person, to: 1) == nil { return false }
            place = Path.parent(place)
        }
        return true
    }

    private mutating func rights(_ path: String, _ status: FileStatus) async -> Reading<Rights> {
        // Without bits for the group no entry of a list gives anything; it still bars those whom it names.
        if lists[ByteName(path)] == nil { lists[ByteName(path)] = await surface.accessList(path) }
        return switch lists[ByteName(path)] {
        case .found(let list): .found(Rights(status: status, list: list))
        case .unreadable(let why): .unreadable(why)
        case .absent, nil: .found(Rights(status: status, list: AccessList(entries: [])))
        }
    }

    private mutating func node(_ path: String) async -> Reading<FileStatus> {
        if let known = nodes[ByteName(path)] { return known }
        guard budget > 0 else {
            return .unreadable(.tooLarge("more than \(Self.limit) names would have to be looked at"))
        }
        budget -= 1
        let found = await surface.node(path)
        nodes[ByteName(path)] = found
        return found
    }

    private func add(_ flaw: Flaw?, to way: inout Way) {
        if let flaw, !way.flaws.contains(flaw) { way.flaws.append(flaw) }
    }
}
