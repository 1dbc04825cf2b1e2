import Catalog
import Documents
import Hardening
import Surface

/// Whose word a compose file is: whoever may write one that root gives to Docker is root.
enum ComposeAuthor: Hashable, Sendable {
    /// Only accounts that may do as root does.
    case likeRoot
    /// Somebody else as well; who, and by what.
    case others(String)
    /// Why it could not be determined.
    case unknown(Unknown)

    /// Why root must not give the file to Docker.
    var objection: String? {
        switch self {
        case .likeRoot: nil
        case .others(let why): why
        case .unknown(let why): why.why
        }
    }
}

extension ComposeObserver {
    /// Who decides what a compose file says.
    ///
    /// The file, every directory on the way to it and every link there count. What a container may write is what its
    /// programs say, whoever it belongs to on this server. One that is not there is its directory's owner's.
    func author(ofComposeFile path: String) async -> ComposeAuthor {
        await cache.value(for: path) {
            let way: [String]
            switch await composeWay(to: path) {
            case .absent: return .likeRoot
            case .unreadable(let why): return .unknown(why)
            case .found(let steps): way = steps
            }
            let real = way.last ?? path
            for place in [path, real] {
                if place.split(separator: "/").contains(where: { InstallationsObserver.isStateName(String($0)) }) {
                    return .others("\(place) lies where OpenClaw keeps its state, which its agents write to")
                }
            }
            let trusted = await accountsLikeRoot()
            for step in way {
                let author = await author(of: step, besides: trusted)
                if author != .likeRoot { return author }
            }
            return await author(amongContainers: real)
        }
    }

    /// Whether a container has the file, or a directory above it, to write to.
    private func author(amongContainers path: String) async -> ComposeAuthor {
        switch await docker.dockerContainers() {
        case .absent: return .likeRoot
        case .unreadable(let why): return .unknown(why)
        case .found(let containers):
            let mounts = await self.containers.mountTable()
            for container in containers {
                for mount in container.node["Mounts"]?.items ?? [] where mount["RW"]?.flag ?? true {
                    for source in await sources(of: mount) {
                        // What is not there leads nowhere yet.
                        let isThere = await surface.status(source).content != nil
                        let place = isThere ? await composeWay(to: source).content?.last ?? source : source
                        if Path.isInside(path, place) || mounts?.isInside(path, place) == true {
                            return .others("\(path) can be written by the container \(container.name)")
                        }
                    }
                }
            }
            return .likeRoot
        }
    }

    /// What a container has mounted, by path: of a volume also the directory that it stands for while it is in use.
    private func sources(of mount: JSONNode) async -> [String] {
        var found = [mount["Source"]?.text].compactMap { $0 }
        if mount["Type"]?.text == "volume", let name = mount["Name"]?.text, !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }),
            let device = await docker.answer("/volumes/\(name)").content?["Options"]?["device"]?.text
        {
            found.append(device)
        }
        return found.filter { $0.hasPrefix("/") }
    }

    /// Every directory that decides what the path is, through links, and at the end what it is.
    private func composeWay(to path: String) async -> Reading<[String]> {
        var steps = ["/"]
        var place = "/"
        var ahead = Array(path.split(separator: "/").map(String.init).reversed())
        var links = 0
        while let name = ahead.popLast() {
            if name == "." { continue }
            if name == ".." {
                place = Path.parent(place)
                continue
            }
            let next = Path.join(place, name)
            // What a link leads to may be absent while the link is there.
            switch await surface.link(next) {
            case .found(let target):
                links += 1
                guard links <= 16 else { return .unreadable(.tooLarge("\(path) leads over more than 16 links")) }
                if target.hasPrefix("/") { place = "/" }
                ahead += target.split(separator: "/").map(String.init).reversed()
            case .absent, .unreadable:
                switch await surface.status(next) {
                // Who may make it decides what it will be.
                case .absent: return .found(steps)
                case .unreadable(let why): return .unreadable(why)
                case .found(let status):
                    // A link that could not be read leads nobody knows where.
                    guard !status.isLink else { return .unreadable(.failed("\(next) is a link that cannot be read")) }
                    place = next
                    steps.append(next)
                }
            }
        }
        return .found(steps)
    }

    /// Who may change the file, or what a directory's names stand for, besides root and these.
    private func author(of path: String, besides trusted: Set<Int>) async -> ComposeAuthor {
        let status: FileStatus
        switch await surface.status(path) {
        case .absent: return .likeRoot
        case .unreadable(let why): return .unknown(why)
        case .found(let found): status = found
        }
        let accounts = await accounts.accountRecords().content ?? []
        let owner = Int(status.owner)
        if !trusted.contains(owner) {
            let name = accounts.first { $0[.uid] == .number(owner) }?.name ?? "the account \(owner)"
            return .others("\(path) belongs to \(name), who may not do as root does")
        }
        if status.mode & 0o002 != 0 { return .others("\(path) can be written by every account") }
        // With an access control list, the group's bits of the mode are the mask of all that it names.
        guard status.mode & 0o020 != 0 else { return .likeRoot }
        var groups = [status.group]
        switch await surface.accessList(path) {
        case .absent: break
        case .unreadable(let why): return .unknown(why)
        case .found(let list):
            groups += list.groups
            if let other = list.users.first(where: { !trusted.contains(Int($0)) }) {
                let name = accounts.first { $0[.uid] == .number(Int(other)) }?.name ?? "the account \(other)"
                return .others("\(path) can be written by \(name) (access control list), who may not do as root does")
            }
        }
        let table = await self.accounts.groups()
        for group in groups where group != 0 {
            if let why = table.unreadable { return .unknown(why) }
            let others = (table.members[Int(group)] ?? []).filter { name in
                !accounts.contains { account in
                    guard account.name == name, case .number(let uid) = account[.uid] else { return false }
                    return trusted.contains(uid)
                }
            }
            guard let other = others.min() else { continue }
            return .others("\(path) can be written by \(other), who may not do as root does")
        }
        return .likeRoot
    }

    /// Accounts that may have Docker or sudo do anything: nothing is lost where they decide.
    func accountsLikeRoot() async -> Set<Int> {
        await cache.value {
            var names = Set((await accounts.groups().names).filter { $0.value.contains("docker") }.keys)
            for rule in (try? await accounts.sudoRules()) ?? [] where rule[.allCommands] == true {
                // Who may not be root decides nothing.
                if case .unknown = rule[.withoutPassword] { continue }
                if case .list(let reached) = rule[.reachesAccounts] { names.formUnion(reached) }
            }
            var trusted: Set<Int> = [0]
            for account in await accounts.accountRecords().content ?? [] where names.contains(account.name) {
                if case .number(let uid) = account[.uid] { trusted.insert(uid) }
            }
            return trusted
        }
    }
}
