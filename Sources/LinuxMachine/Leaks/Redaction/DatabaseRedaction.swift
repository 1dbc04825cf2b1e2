import CLinux
import Catalog
import Glibc
import Leaks
import SystemPackage

/// Takes secrets out of a database that nobody uses, and of all that it had deleted.
///
/// Its log is moved into it and overwritten. It is then read into memory, rewritten and rebuilt there, so that no page of
/// it holds anything but rows; what comes of it takes the file's place, and the old one is overwritten. No other file
/// ever holds a part of it.
struct DatabaseRedaction {
    private let path: String
    private let content: ContentRedaction

    init(_ path: String, _ content: ContentRedaction) { (self.path, self.content) = (path, content) }

    /// - Returns: what had to stay, in words.
    func run() async throws -> [String] {
        let result = await onOwnThread { () -> Result<[String], any Error> in Result { try work() } }
        guard let result else { throw LeakRedaction.Refusal(why: "there is no thread to do it by") }
        return try result.get()
    }

    private func work() throws -> [String] {
        do {
            try emptyLog()
            let files = try DatabaseFiles(path)
            try files.requireUnused()
            let lock = try locked(files)
            defer { withExtendedLifetime(lock) {} }
            // Nobody came before the lock was there.
            guard try (DatabaseFiles(path).beside["-wal"]?.info.size ?? 0) == 0 else {
                throw LeakRedaction.Refusal(why: "somebody uses it")
            }
            var image = try files.place.content()
            guard image.count >= 100 else { throw LeakRedaction.Refusal(why: "it is no database") }
            // The numbers of the format's readers and writers: in memory, nobody keeps a log (sqlite.org, "Database File
            // Format", 1.3.3).
            let versions = Array(image[18...19])
            image[18...19] = [1, 1]
            let database = try SQLiteConnection(image: image)
            var rows = RowRedaction(database, content)
            try rows.run()
            try rows.rebuild()
            var new = try database.image()
            try database.close()
            try require(new, without: rows.secrets)
            new[18...19] = versions[...]
            try files.place.rewrite(files.file.info, with: new)
            return rows.left
        } catch let stop as Walk.Stop {
            throw LeakRedaction.Refusal(why: stop.why)
        } catch let failure as SQLiteConnection.Failure {
            throw LeakRedaction.Refusal(
                why: failure.isBusy
                    ? "it is locked by a process that is not seen from here" : "\(failure.words) (\(failure.code))"
            )
        } catch let refusal as RowTransaction.Refusal {
            throw LeakRedaction.Refusal(why: refusal.why)
        } catch let failure as RunningMachine.Failure {
            throw LeakRedaction.Refusal(why: "\(failure)")
        }
    }

    private func locked(_ files: DatabaseFiles) throws -> DatabaseLock {
        let file = try files.place.openedForWriting()
        do { return try DatabaseLock(file) } catch {
            try? file.close()
            throw LeakRedaction.Refusal(why: "somebody uses it (\(error))")
        }
    }

    /// Moves the log into the database and overwrites where it lay.
    ///
    /// After a crash in between, all is in the database.
    private func emptyLog() throws {
        let files = try DatabaseFiles(path)
        try files.requireUnused()
        guard let log = files.beside["-wal"], log.info.size > 0 else { return }
        let file = try files.place.openedForWriting(beside: "-wal", log)
        defer { try? file.close() }
        try files.become()
        let connection = try SQLiteConnection(path, keepingLog: false)
        let checkpoint = try connection.run("PRAGMA wal_checkpoint(FULL)")
        guard checkpoint.first?.first == .integer(0) else {
            throw LeakRedaction.Refusal(why: "its log could not be moved into it")
        }
        try connection.close()
        try Place.overwrite(file, "\(path)-wal")
    }

    /// Whatever was found in a row lies in no index and between no rows.
    private func require(_ image: [UInt8], without secrets: Set<[UInt8]>) throws {
        for secret in secrets where secret.count >= 8 {
            guard unsafe nacre_find(image, image.count, secret, secret.count) < 0 else {
                throw LeakRedaction.Refusal(
                    why: "a secret would have stayed in it, in an index or a row that is not rewritten"
                )
            }
        }
    }
}
