import GitObjects
import Leaks
import SystemPackage

/// Looks into the objects of Git repositories that are met: every version of every file, and what was said of it.
final class GitHunt {
    /// What a file is, once it was looked into.
    enum Outcome {
        /// It holds no objects.
        case other
        case read
        /// What could not be read of it was named; its bytes are to be looked at as they are.
        case damaged
    }

    private let goesOn: () -> Bool
    private let leaveOut: (Omission) -> Void
    private let tell: (Leak) -> Void
    private let scan: LeakScan
    private let heard: Heard
    private var repository: GitTrees?
    private var finds: [(leak: Leak, blob: GitObjectID?)] = []
    private var known: Set<Leak> = []

    /// What the scan of one object tells before the object's name is known.
    private final class Heard {
        var leaks: [Leak] = []
        var leftOut: [Omission] = []
    }

    /// - Parameters:
    ///   - scan: makes a scan of where its finds go.
    ///   - goesOn: whether there is time.
    ///   - leaveOut: takes what was not looked at.
    ///   - tell: takes each find.
    init(
        _ scan: (_ leftOut: @escaping (Omission) -> Void, _ tell: @escaping (Leak) -> Void) -> LeakScan,
        while goesOn: @escaping () -> Bool,
        leaveOut: @escaping (Omission) -> Void,
        tell: @escaping (Leak) -> Void
    ) {
        let heard = Heard()
        self.scan = scan({ heard.leftOut.append($0) }, { heard.leaks.append($0) })
        (self.heard, self.goesOn, self.leaveOut, self.tell) = (heard, goesOn, leaveOut, tell)
    }

    /// `head` is what the file begins with.
    func look(at path: String, _ file: FileDescriptor, beginning head: [UInt8]) -> Outcome {
        guard let place = GitPlace(path, beginning: head) else { return .other }
        if repository?.objects != place.objects {
            finish()
            repository = GitTrees(place.objects, place.hash)
        }
        do throws(GitFailure) {
            switch place.form {
            case .loose: return try loose(path, file, place)
            case .pack: return try pack(path, file, place, from: 0)
            case .bundle: return try pack(path, file, place, from: Self.start(of: FileGitBytes(file)))
            }
        } catch {
            guard place.isCertain || place.form != .loose else { return .other }
            leaveOut(Omission(path, why: "\(error)"))
            return .damaged
        }
    }

    private func loose(_ path: String, _ file: FileDescriptor, _ place: GitPlace) throws(GitFailure) -> Outcome {
        let object = try LooseObject(FileGitBytes(file))
        var result: Result<GitObjectID, GitFailure> = .failure(.malformed("it was not read"))
        let read = { (take: (RawSpan) -> Void) in
            do throws(GitFailure) { result = .success(try object.read(place.hash, take)) } catch {
                result = .failure(error)
            }
        }
        if object.kind == .tree { read { _ in } } else { scan.look(at: place.source, inside: [Self.mark]) { read($0) } }
        let id = try? result.get()
        note(place, object.kind, id, or: path.split(separator: "/").suffix(2).joined())
        let named = try result.get()
        if object.kind == .tree { repository?.add(named) }
        return .read
    }

    private func pack(
        _ path: String,
        _ file: FileDescriptor,
        _ place: GitPlace,
        from start: Int
    ) throws(GitFailure) -> Outcome {
        let hash = place.hash
        let index = start == 0 ? FileGitBytes(beside: Self.index(of: path)) : nil
        let neighbors = GitNeighbors(place.objects, hash)
        let pack = try GitPack(
            FileGitBytes(file, from: start),
            index: index.flatMap { try? PackIndex($0, hash: hash) },
            hash: hash,
            elsewhere: { (id) throws(GitFailure) in try neighbors.object(id) }
        )
        var trees = PackPlaces()
        while let entry = pack.next() {
            guard goesOn() else {
                leaveOut(Omission(path, why: "the time was over"))
                return .read
            }
            if entry.kind == .tree {
                trees.append(entry.offset)
                pack.read(entry, isNamed: false)
                continue
            }
            var id: GitObjectID?
            scan.look(at: place.source, inside: [Self.mark]) { take in id = pack.read(entry, take) }
            note(
                place,
                entry.kind,
                id,
                or: "at byte \(start + entry.offset) of \(path.split(separator: "/").last ?? "")"
            )
        }
        if start == 0 { repository?.add(trees, of: path) }
        for (_, why) in pack.failures { leaveOut(Omission(path, why: "\(why)")) }
        let more = pack.failureCount - pack.failures.count
        if more > 0 { leaveOut(Omission(path, why: "\(more) more objects cannot be read")) }
        return pack.failureCount == 0 ? .read : .damaged
    }

    /// Where an object's name comes to stand.
    private static let mark = "object"

    /// Takes what the scan of an object told, now that the object's name is known.
    private func note(_ place: GitPlace, _ kind: GitObjectKind, _ id: GitObjectID?, or other: String) {
        let words = "\(kind.rawValue) \(id.map { "\($0)" } ?? other)"
        for said in heard.leftOut {
            leaveOut(Omission(place.source, inside: [words] + said.inside.dropFirst(), why: said.why))
        }
        for leak in heard.leaks {
            let leak = leak.moved(to: [words] + leak.place.inside.dropFirst())
            guard known.insert(leak).inserted else { continue }
            finds.append((leak, kind == .blob ? id : nil))
        }
        heard.leftOut = []
        heard.leaks = []
    }

    /// Tells what was found in the repository that was looked at last.
    func finish() {
        let blobs = Set(finds.compactMap(\.blob))
        let paths = blobs.isEmpty ? [:] : repository?.paths(of: blobs, while: goesOn) ?? [:]
        for (leak, blob) in finds {
            guard let path = blob.flatMap({ paths[$0] }), let first = leak.place.inside.first else {
                tell(leak)
                continue
            }
            tell(leak.moved(to: ["\(first) (\(path))"] + leak.place.inside.dropFirst()))
        }
        (finds, known, repository) = ([], [], nil)
    }

    static func index(of pack: String) -> String { pack.hasSuffix(".pack") ? "\(pack.dropLast(5)).idx" : "\(pack).idx" }

    /// Where the pack of a bundle begins (gitformat-bundle(5)): behind the first empty line.
    private static func start(of bytes: FileGitBytes) throws(GitFailure) -> Int {
        let head = try bytes.bytes(at: 0, count: 4 << 20)
        var place = 0
        while place + 1 < head.count {
            if head[place] == 0x0A, head[place + 1] == 0x0A { return place + 2 }
            place += 1
        }
        throw .malformed("a bundle in which no pack begins")
    }
}

extension Leak {
    /// The same, with another way into its source.
    fileprivate func moved(to inside: [String]) -> Leak {
        lying(at: LeakPlace(place.source, inside: inside, line: place.line, offset: place.offset))
    }
}
