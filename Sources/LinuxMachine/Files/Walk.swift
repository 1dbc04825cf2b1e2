import Catalog
import Glibc
import SystemPackage

/// The one way to a file: step by step from a directory that root trusts, with each step held open.
///
/// Somebody who owns a directory decides what its names stand for, and may exchange them at any time. Therefore:
/// - root's own links in root's own directories are followed;
/// - a link that an account could have made leads only to what is that account's, and nowhere where something is changed;
/// - what is reached is a descriptor, and everything that is then asked or done is asked of it or done to it.
///
/// The rule is that of `CHASE_SAFE` in systemd (`src/basic/chase.c`), which it got after CVE-2018-6954.
struct Walk {
    enum Purpose { case reading, changing }

    /// Why a place was not reached.
    enum Stop: Error, Equatable {
        /// A directory on the way is not there.
        case absent
        /// It could be reached, and who could have chosen it forbids it.
        case refused(String)
        /// The system does not let it be reached.
        case failed(Unknown)

        var why: String {
            switch self {
            case .absent: "it is not there"
            case .refused(let why): why
            case .failed(let why): why.why
            }
        }

        /// Why nothing is known of the place.
        var unknown: Unknown {
            switch self {
            case .absent: .missing(why)
            case .refused(let why): .notTrusted(why)
            case .failed(let why): why
            }
        }
    }

    let start: Held

    init(_ start: Held) { self.start = start }

    /// From the root of the running system.
    static func live() throws(Stop) -> Walk {
        do {
            let root = try FileDescriptor.open(FilePath("/"), .readOnly, options: [.directory, .closeOnExec])
            return Walk(try Held(root))
        } catch {
            throw .failed(.systemCall(error, "/ cannot be opened: \(error)"))
        }
    }

    private static let mostLinks = 40

    /// Goes to a path; that its last name stands for nothing is a place as well.
    func place(_ path: String, for purpose: Purpose, followingLast: Bool) throws(Stop) -> Place {
        guard !path.utf8.contains(0) else { throw .failed(.malformed("a path holds a NUL byte")) }
        var way = Way(start)
        var rest = Self.names(path)[...]
        guard purpose == .reading || !rest.contains("..") else { throw .refused("\(path) leads out of itself") }
        /// The account that chose where the walk goes, until it has come to something of its own.
        var chooser: (account: UInt32, link: String, hasArrived: Bool)?
        var links = 0
        var isLink = false
        while let name = rest.popFirst() {
            if name == ".." {
                way.leave()
                chooser?.hasArrived = false
                continue
            }
            guard let next = try way.hold(name, of: path) else {
                guard rest.isEmpty else { throw .absent }
                return Place(way, name, nil, isLink: isLink)
            }
            if next.info.isLink, followingLast || !rest.isEmpty {
                links += 1
                guard links <= Self.mostLinks else { throw .failed(.tooLarge("\(path) leads through too many links")) }
                if rest.isEmpty { isLink = true }
                let link = way.path(name)
                if let account = try way.chooser(of: next, link, for: purpose) {
                    guard chooser.map({ $0.account == account }) ?? true else {
                        throw .refused(
                            "\(link) is a symbolic link in which two accounts have a hand; it is not followed"
                        )
                    }
                    chooser = (account, link, false)
                } else {
                    chooser?.hasArrived = false
                }
                let target: String
                do { target = try next.target() } catch { throw .failed(.systemCall(error, "\(link): \(error)")) }
                if target.hasPrefix("/") { way = Way(start) }
                rest = (Self.names(target) + rest)[...]
                continue
            }
            if let (account, link, hasArrived) = chooser, !hasArrived {
                if next.info.owner == account || rest.isEmpty && !next.info.isRegular && !next.info.isDirectory {
                    chooser?.hasArrived = true
                } else if next.info.owner != 0 || rest.isEmpty {
                    throw Self.notTheirs(link, account, leadsTo: way.path(name))
                }
            }
            if rest.isEmpty { return Place(way, name, next, isLink: isLink) }
            guard next.info.isDirectory else { throw .absent }
            way.enter(next, name)
        }
        if let (account, link, hasArrived) = chooser, !hasArrived, way.directory.info.owner != account {
            throw Self.notTheirs(link, account, leadsTo: way.path(nil))
        }
        return Place(whole: way, isLink: isLink)
    }

    private static func notTheirs(_ link: String, _ account: UInt32, leadsTo place: String) -> Stop {
        .refused(
            "\(link) is a symbolic link of the account with the id \(account) and leads to \(place), "
                + "which is not that account's; it is not followed"
        )
    }

    private static func names(_ path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }.filter { $0 != "." }
    }
}
