import Catalog
import Glibc
import Hardening

/// The files of an SQLite database, each reached by a `Walk` and held: what SQLite opens afterwards is these, or nothing.
struct DatabaseFiles {
    let place: Place
    let file: Held
    /// Those that lie beside it now, by what their names have more.
    let beside: [String: Held]

    static let besides = ["-wal", "-shm", "-journal"]
    /// Bytes beyond which it is not written: it is rebuilt in memory.
    private static let most = 256 << 20

    /// - Throws: `absent` where there is no database, and where others than its owner have a hand in one of the files.
    init(_ path: String) throws(Walk.Stop) {
        let walk = try Walk.live()
        place = try walk.place(path, for: .changing, followingLast: false)
        try place.requireNamed(path)
        guard let file = place.held else { throw .absent }
        self.file = file
        try Self.require(place, file, of: file.info.owner)
        var beside: [String: Held] = [:]
        for suffix in Self.besides {
            let place = try walk.place(path + suffix, for: .changing, followingLast: false)
            guard let held = place.held else { continue }
            try Self.require(place, held, of: file.info.owner)
            beside[suffix] = held
        }
        self.beside = beside
        if let journal = beside["-journal"], journal.info.size > 0 {
            throw .failed(.notModeled("\(path) was left in the middle of a change (\(path)-journal)"))
        }
        let size = file.info.size + (beside["-wal"]?.info.size ?? 0)
        guard size <= Self.most else {
            throw .failed(.tooLarge("\(path) is larger than \(Self.most >> 20) MiB"))
        }
    }

    /// The account as which it is written: that of the file, of the files beside it and of their directory.
    var account: UInt32 { file.info.owner }

    private static func require(_ place: Place, _ held: Held, of account: UInt32) throws(Walk.Stop) {
        try place.requireGenuine()
        guard held.info.isRegular else { throw .refused("\(place.path) is not a regular file") }
        guard held.info.names == 1 else {
            throw .refused("\(place.path) has another name (a hard link), which may be anywhere; it is not changed")
        }
        guard held.info.owner == account, place.directory.info.owner == account else {
            throw .refused(
                "\(place.path), its directory and the database do not belong to one account; it is not changed"
            )
        }
        try place.requireFree()
    }
}
