import FoundationEssentials
import Glibc
import Hardening
import Surface

/// Where it is kept what was looked through: root's own file, which nobody else writes, or it is not believed.
public struct LeakMarkFile: Sendable {
    public static let standard = "\(GenerationStore.standard)/leaks-mark"

    /// The mark cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    public let path: String
    private let owner: UInt32

    public init(_ path: String = standard) { self.init(path, owner: 0) }

    init(_ path: String, owner: UInt32) { (self.path, self.owner) = (path, owner) }

    private static let limit = 8 << 20

    /// The last mark; none where nobody looked yet.
    ///
    /// - Throws: where somebody else could have written it, or it cannot be read.
    public func read() throws(Failure) -> LeakMark? {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw Failure(description: "\(error)") }
        switch surface.file(path, limit: Self.limit) {
        case .absent: return nil
        case .unreadable(let why): throw Failure(description: "\(path) cannot be read: \(why)")
        case .found(let content):
            let directory = FileWriter.directory(of: path)
            guard case .found(let around) = surface.node(directory), isOwn(around),
                case .found(let itself) = surface.node(path), isOwn(itself), itself.kind == .regular,
                isOwn(content.status)
            else {
                throw Failure(description: "\(path) or its directory is not root's alone, so that it is not believed")
            }
            do { return try JSONDecoder().decode(LeakMark.self, from: Data(content.bytes)) } catch {
                throw Failure(description: "\(path) is damaged")
            }
        }
    }

    private func isOwn(_ status: FileStatus) -> Bool {
        status.owner == owner && status.mode & 0o022 == 0
    }

    /// Puts another one in its place, as a whole.
    public func replace(with mark: LeakMark) throws(Failure) {
        do {
            let permissions = State.Permissions(mode: 0o700, owner: geteuid(), group: getegid())
            try FileWriter.makeDirectoryUnlessThere(FileWriter.directory(of: path), permissions)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let bytes = [UInt8](try encoder.encode(mark))
            try FileWriter.replace(path, with: State.File(bytes, mode: 0o600, owner: geteuid(), group: getegid()))
        } catch { throw Failure(description: "\(path) cannot be written: \(error)") }
    }
}
