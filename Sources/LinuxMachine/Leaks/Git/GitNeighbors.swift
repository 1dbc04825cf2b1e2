import GitObjects
import Glibc
import SystemPackage

/// The other objects of a repository, to which a pack may have differences while it is being fetched.
final class GitNeighbors {
    private static let most = 500

    private let objects: String
    private let hash: GitHash
    private var indexes: [(name: String, index: PackIndex)]?
    private var open: (name: String, pack: GitPack)?

    init(_ objects: String, _ hash: GitHash) { (self.objects, self.hash) = (objects, hash) }

    func object(_ id: GitObjectID) throws(GitFailure) -> GitObject? {
        let name = "\(id)"
        if let bytes = FileGitBytes(beside: "\(objects)/\(name.prefix(2))/\(name.dropFirst(2))") {
            let object = try LooseObject(bytes)
            guard object.size <= GitPack.Limits().base else {
                throw .excessive("what it is a difference to is too large")
            }
            var content: [UInt8] = []
            let found = try object.read(hash) { piece in
                unsafe piece.withUnsafeBytes { unsafe content.append(contentsOf: $0) }
            }
            guard found == id else { throw .malformed("object \(id) has another name") }
            return GitObject(object.kind, content)
        }
        let known = indexes ?? list()
        indexes = known
        for (name, index) in known where try index.offset(of: id) != nil {
            if open?.name != name {
                guard let bytes = FileGitBytes(beside: "\(objects)/pack/\(name).pack") else { continue }
                var limits = GitPack.Limits()
                limits.kept = 2 << 20
                open = (name, try GitPack(bytes, index: index, hash: hash, limits: limits))
            }
            if let object = try open?.pack.object(called: id) { return object }
        }
        return nil
    }

    private func list() -> [(name: String, index: PackIndex)] {
        guard let stream = unsafe opendir("\(objects)/pack") else { return [] }
        defer { unsafe closedir(stream) }
        var found: [(String, PackIndex)] = []
        while let entry = unsafe readdir(stream), found.count < Self.most {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name.hasSuffix(".idx"), let bytes = FileGitBytes(beside: "\(objects)/pack/\(name)"),
                let index = try? PackIndex(bytes, hash: hash)
            else { continue }
            found.append((String(name.dropLast(4)), index))
        }
        return found
    }
}
