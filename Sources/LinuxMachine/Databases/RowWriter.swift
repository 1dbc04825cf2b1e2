import CLinux
import Catalog
import Glibc
import Hardening
import SystemPackage

/// Puts rows of databases that others own, by SQLite, as the account that owns them.
///
/// SQLite finds its files by their names, and looks them up several times. Therefore a thread of its own does it, which
/// reaches files as that account alone, and opens no others than regular ones of that account with a single name: whatever
/// the account puts in the place of them, nothing is read or written that it could not read or write itself.
enum RowWriter {
    typealias Failure = RunningMachine.Failure

    /// Here `content` is what the row is to hold; nothing where it is to go.
    static func put(_ row: Row, _ content: RowContent?, expecting expected: Expected?) async throws(Failure) {
        let files: DatabaseFiles
        do throws(Walk.Stop) { files = try DatabaseFiles(row.database) } catch .absent where content == nil {
            return
        } catch .absent {
            throw Failure(.missing, "\(row.database) cannot be changed: \(Walk.Stop.absent.why)")
        } catch .refused(let why) {
            throw Failure(.foreign, why)
        } catch {
            throw Failure(.refused, error.why)
        }
        if let inode = expected?.inode, files.file.info.inode != inode {
            throw Failure(.foreign, "\(row.database) is another file than the one that was looked at")
        }
        try files.requireUnused()
        let problem = await onOwnThread { () -> Failure? in
            do throws(Failure) {
                try files.become()
                try change(row, content, expecting: expected?.state, files)
                return nil
            } catch {
                return error
            }
        }
        guard let problem else { throw Failure(.refused, "there is no thread to change \(row.database) by") }
        if let problem { throw problem }
    }

    private static func change(
        _ row: Row,
        _ content: RowContent?,
        expecting expected: State?,
        _ files: DatabaseFiles
    ) throws(Failure) {
        let path = files.place.path
        do {
            let connection = try SQLiteConnection(path, keepingLog: files.beside["-wal"] != nil)
            try RowTransaction(row: row, connection: connection).put(content, expecting: expected)
            try connection.close()
        } catch let refusal as RowTransaction.Refusal {
            throw Failure(refusal.isStale ? .foreign : .refused, "\(path): \(refusal.why)")
        } catch let failure as SQLiteConnection.Failure where failure.isBusy {
            throw Failure(.refused, "\(path) is locked by a process that is not seen from here")
        } catch let failure as SQLiteConnection.Failure {
            throw Failure(.refused, "\(path) cannot be changed: \(failure.words) (\(failure.code))")
        } catch {
            throw Failure(.refused, "\(path) cannot be changed: \(error)")
        }
    }
}
