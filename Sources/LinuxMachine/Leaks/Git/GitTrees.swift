import GitObjects

/// The trees of one repository, and what blobs are called in them.
struct GitTrees {
    /// Bytes that are kept of where trees lie; beyond that, names are not known.
    private static let most = 16 << 20
    /// Directories in directories.
    private static let deepest = 60

    let objects: String
    private let hash: GitHash
    private var packs: [(path: String, places: PackPlaces)] = []
    private var loose: [GitObjectID] = []
    private var size = 0

    init(_ objects: String, _ hash: GitHash) { (self.objects, self.hash) = (objects, hash) }

    mutating func add(_ places: PackPlaces, of pack: String) {
        guard places.size > 0, size < Self.most else { return }
        size += places.size
        packs.append((pack, places))
    }

    mutating func add(_ id: GitObjectID) {
        guard size < Self.most else { return }
        size += 48
        loose.append(id)
    }

    /// A path of each, where a tree has it; found upwards, from name to name.
    func paths(of blobs: Set<GitObjectID>, while goesOn: () -> Bool) -> [GitObjectID: String] {
        var ways = Dictionary(uniqueKeysWithValues: blobs.map { ($0, (top: $0, path: "")) })
        var wanted = blobs
        for _ in 0..<Self.deepest where !wanted.isEmpty && goesOn() {
            var parents: [GitObjectID: (tree: GitObjectID, name: String)] = [:]
            visit(while: goesOn) { id, bytes in
                GitTree.visit(bytes, hash) { entry in
                    guard wanted.contains(entry.id), parents[entry.id] == nil, entry.id != id else { return }
                    parents[entry.id] = (id, String(decoding: entry.name, as: UTF8.self))
                }
                return parents.count < wanted.count
            }
            for (blob, way) in ways {
                guard let parent = parents[way.top] else { continue }
                ways[blob] = (parent.tree, way.path.isEmpty ? parent.name : "\(parent.name)/\(way.path)")
            }
            wanted = Set(ways.values.map(\.top)).intersection(parents.values.map(\.tree))
        }
        return ways.mapValues(\.path).filter { !$0.value.isEmpty }
    }

    private func visit(while goesOn: () -> Bool, _ body: (GitObjectID, [UInt8]) -> Bool) {
        for id in loose {
            let name = "\(id)"
            guard goesOn(), let file = FileGitBytes(beside: "\(objects)/\(name.prefix(2))/\(name.dropFirst(2))"),
                let object = try? LooseObject(file), object.kind == .tree, object.size <= GitPack.Limits().base
            else { continue }
            var bytes: [UInt8] = []
            guard
                (try? object.read(hash) { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
                }) == id
            else { continue }
            if !body(id, bytes) { return }
        }
        for (path, places) in packs {
            guard let file = FileGitBytes(beside: path) else { continue }
            let index = FileGitBytes(beside: GitHunt.index(of: path)).flatMap { try? PackIndex($0, hash: hash) }
            guard let pack = try? GitPack(file, index: index, hash: hash) else { continue }
            var isOver = false
            places.visit { place in
                guard goesOn() else { return false }
                if let tree = try? pack.tree(at: place), !body(tree.id, tree.bytes) { isOver = true }
                return !isOver
            }
            if isOver { return }
        }
    }
}
