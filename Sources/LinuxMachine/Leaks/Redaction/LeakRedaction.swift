import CLinux
import Catalog
import Glibc
public import Leaks
import SystemPackage

/// Takes secrets out of files in which they lie about.
///
/// A file is exchanged as a whole for one that is as long, without them; its owner, mode and times stay, and what it was
/// is overwritten.
public struct LeakRedaction: Sendable {
    /// What is done about one file, or was.
    public struct Step: Sendable {
        public let path: String
        /// Why it stays as it is; none where it is rewritten.
        public let blocker: String?
    }

    /// Larger ones are left as they are.
    private static let most = 256 << 20

    private let content: ContentRedaction
    private let gateways: @Sendable (UInt32) -> [String]

    public init(_ text: TextRedaction) { self.init(text, gateways: GatewayProcesses.ofAccount) }

    /// Here `gateways` says which run of an account.
    init(_ text: TextRedaction, gateways: @escaping @Sendable (UInt32) -> [String]) {
        content = ContentRedaction(text)
        self.gateways = gateways
    }

    /// What can be done about a file.
    public func step(_ path: String) -> Step {
        if path.unicodeScalars.contains("\u{FFFD}") {
            return Step(path: path, blocker: "its name is no text, so that another file may be meant; rename it")
        }
        if let why = Self.goesOtherwise(path) { return Step(path: path, blocker: why) }
        do throws(Walk.Stop) {
            let place = try Self.place(path)
            guard let held = place.held, held.info.isRegular else {
                if case .stays(let why) = RedactionPlace(place.path, isDatabase: false), place.held != nil {
                    return Step(path: path, blocker: why)
                }
                return Step(path: path, blocker: "it is no file: remove it, or give it another name")
            }
            switch RedactionPlace(place.path, isDatabase: try Self.isDatabase(place)) {
            case .stays(let why): return Step(path: path, blocker: why)
            case .text, .database:
                let why = try hindrance(place, held.info)
                return Step(path: path, blocker: why)
            }
        } catch {
            return Step(path: path, blocker: error.why)
        }
    }

    /// Rewrites a file.
    ///
    /// - Returns: what of it had to stay, in words; nothing where there was nothing that it takes out.
    /// - Throws: why it is as it was before, or that what it was could not be overwritten.
    public func carryOut(_ path: String) async throws -> [String]? {
        do { return try await rewrite(path) } catch let stop as Walk.Stop { throw Refusal(why: stop.why) }
    }

    private func rewrite(_ path: String) async throws -> [String]? {
        let place = try Self.place(path)
        guard let held = place.held else { throw Refusal(why: "it is not there any more") }
        if let why = try hindrance(place, held.info) { throw Refusal(why: why) }
        switch RedactionPlace(place.path, isDatabase: try Self.isDatabase(place)) {
        case .stays(let why): throw Refusal(why: why)
        case .database: return try await DatabaseRedaction(place.path, content).run()
        case .text:
            let before = try place.content()
            guard let redacted = try content.redact(before) else { return nil }
            try place.rewrite(held.info, with: redacted.bytes)
            return []
        }
    }

    /// How secrets go away in what is no file, by what finds there are told to lie in.
    private static func goesOtherwise(_ source: String) -> String? {
        if source.hasPrefix("process ") { return "what a process was started with goes with it: start it anew without" }
        if source == "the journal" {
            return "journalctl --rotate, then journalctl --vacuum-time=1s, removes all that the journal has"
        }
        if source.hasPrefix("container ") || source.hasPrefix("image ") {
            return "make the container anew without it; an image keeps it until it is removed"
        }
        if source.hasPrefix("volume ") || source.hasPrefix("network ") { return "make it anew without it" }
        return nil
    }

    /// Why it is not done.
    struct Refusal: Error, CustomStringConvertible {
        let why: String
        var description: String { why }
    }

    private static func place(_ asked: String) throws(Walk.Stop) -> Place {
        var path = asked
        if !path.hasPrefix("/") {
            guard let here = unsafe getcwd(nil, 0) else { throw .failed(.systemCall(errno, "\(asked): \(reason())")) }
            defer { unsafe free(here) }
            path = unsafe "\(String(cString: here))/\(asked)"
        }
        let place = try Walk.live().place(path, for: .changing, followingLast: false)
        try place.requireNamed(path)
        return place
    }

    private static func isDatabase(_ place: Place) throws(Walk.Stop) -> Bool {
        let file = try place.opened(O_RDONLY)
        defer { try? file.close() }
        return FileSQLiteBytes.isDatabase(FileSQLiteBytes.head(of: file))
    }

    private func hindrance(_ place: Place, _ info: Held.Node) throws(Walk.Stop) -> String? {
        try place.requireGenuine()
        try place.requireFree()
        guard info.names == 1 else { return "it has another name (a hard link), which may be anywhere" }
        guard info.size <= Self.most else { return "it is larger than \(Self.most >> 20) MiB" }
        if let gateway = gateways(info.owner).first {
            return "a gateway of its account runs, \(gateway); end it first, and start it again afterwards"
        }
        do {
            let users = try DatabaseUsers(of: place.name, [info.inode]).words
            return users.isEmpty ? nil : "it is open in the process \(users.joined(separator: ", ")); end it first"
        } catch {
            return "who has it open cannot be seen: \(error)"
        }
    }

    /// Whether it is a database of SQLite's.
    public static func isDatabase(_ path: String) -> Bool {
        guard let place = try? place(path), place.held?.info.isRegular == true else { return false }
        return (try? isDatabase(place)) ?? false
    }

    /// Whether what a file system overwrites may lie elsewhere still.
    public static func mayKeepOldBytes(_ path: String) -> Bool {
        guard
            let file = try? FileDescriptor.open(
                FilePath(path),
                .readOnly,
                options: [.closeOnExec, .noFollow, .nonBlocking]
            )
        else { return false }
        defer { try? file.close() }
        // btrfs, zfs, bcachefs, nilfs, f2fs, overlay (linux/magic.h, and zfs's own).
        return [0x9123_683E, 0x2FC1_2FC1, 0xCA45_1A4E, 0x3434, 0xF2F5_2010, 0x794C_7630]
            .contains(nacre_file_system(file.rawValue))
    }
}
