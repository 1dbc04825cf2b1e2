import Catalog
import Documents
import Hardening
import Surface

extension InstallationsObserver {
    static func database(of installation: Installation) -> String {
        Path.join(installation.directory, "state/openclaw.sqlite")
    }

    /// Bytes of the database and of its log, each, beyond which it is not read.
    private static let largestDatabase = 64 << 20

    /// The rows of a table of the state database; absent where there is no such database.
    func stateRows(_ table: String, of installation: Installation) async -> Reading<[[String: SQLiteDatabase.Value]]> {
        await Reading { () async throws(Unknown) in
            try await stateDatabase(of: installation, otherwise: []) { database throws(SQLiteError) in
                try database.rows(of: table) ?? []
            }
        }
    }

    /// What is in the state database that a newer OpenClaw made, and this one does not start with.
    func newerState(of installation: Installation) async -> Value {
        var found: [String] = []
        if let version = installation.version, let touched = installation.root.at("meta.lastTouchedVersion").text {
            guard let writer = OpenClawVersion(touched) else {
                return .unknown(.malformed("meta.lastTouchedVersion is no version of OpenClaw"))
            }
            if writer > version { found.append("openclaw.json of \(writer)") }
        }
        guard let newest = installation.stateSchema else { return found.isEmpty ? .unset : .list(found) }
        do throws(Unknown) {
            let number = try await stateDatabase(of: installation, otherwise: 0) { database throws(SQLiteError) in
                try database.userVersion()
            }
            if let number, number > newest {
                found.append("state/openclaw.sqlite of schema \(number), where \(newest) is the last known")
            }
        } catch {
            if found.isEmpty { return .unknown(error) }
        }
        return .list(found)
    }

    /// What is read in the state database; absent where there is none.
    ///
    /// The bytes are read, and SQLite is not: nothing is locked, and nothing written. What a running gateway has not yet
    /// put into the file stands in the log beside it.
    private func stateDatabase<Content: Sendable>(
        of installation: Installation,
        otherwise empty: Content,
        _ read: (SQLiteDatabase) throws(SQLiteError) -> Content
    ) async throws(Unknown) -> Content? {
        let path = Self.database(of: installation)
        guard let content = try await surface.file(path, limit: Self.largestDatabase).get() else { return nil }
        let file = content.bytes
        var log: [UInt8] = []
        if let content = try await surface.file(path + "-wal", limit: Self.largestDatabase).get() {
            log = content.bytes
        }
        // A new database has all it has in the log.
        if file.isEmpty, log.isEmpty { return empty }
        do {
            return try read(SQLiteDatabase(file, log: log))
        } catch {
            throw Unknown.failed("\(path): \(error.message)")
        }
    }
}
