import CLinux
import Glibc

/// Who on this machine can read a file, by the modes of it and of all directories that lead there.
///
/// Access control lists give more than a mode says; a file that has one counts as readable by its group's mask.
public struct LeakReaders: Hashable, Sendable {
    public enum Reach: String, Sendable {
        case owner
        case group
        case everybody
    }

    public let owner: UInt32
    public let group: UInt32
    /// At most 07777.
    public let mode: UInt16
    public let reach: Reach
    /// Whose directories the file lies in, and keep everybody else from it; none where they keep its readers, too.
    public let keeper: UInt32?

    /// - Returns: nothing where there is no file of that name any more, or none at all.
    public init?(of path: String) {
        var path = path
        if !path.hasPrefix("/") {
            guard let here = unsafe getcwd(nil, 0) else { return nil }
            defer { unsafe free(here) }
            path = unsafe String(cString: here) + "/" + path
        }
        var info = stat()
        guard unsafe lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        (owner, group, mode) = (info.st_uid, info.st_gid, UInt16(info.st_mode & 0o7777))
        var everybody = mode & 0o004 != 0
        var others = mode & 0o040 != 0
        var directory = path
        var keepers: Set<UInt32> = []
        while let slash = directory.lastIndex(of: "/") {
            directory = String(directory[..<slash])
            guard unsafe stat(directory.isEmpty ? "/" : directory, &info) == 0 else { break }
            if info.st_mode & 0o001 == 0 {
                everybody = false
                keepers.insert(info.st_uid)
            }
            if info.st_mode & 0o011 == 0 { others = false }
            if directory.isEmpty { break }
        }
        // Who owns all that is closed comes in.
        keeper = keepers.count == 1 && mode & 0o004 != 0 && keepers.first != owner ? keepers.first : nil
        reach = everybody ? .everybody : others ? .group : .owner
    }

    /// As a person reads it; the account that owns it is named, and root may always.
    public var words: String {
        switch reach {
        case .everybody: "everybody on this server can read it"
        case .group: "\(Self.account(owner)), the group \(group) and root can read it"
        case .owner:
            Set([owner, keeper ?? owner]) == [0]
                ? "only root can read it"
                : "only "
                    + [owner, keeper].compactMap(\.self).filter { $0 != 0 }.map(Self.account).joined(separator: ", ")
                    + " and root can read it"
        }
    }

    private static func account(_ number: UInt32) -> String {
        guard let entry = unsafe getpwuid(number), let name = unsafe entry.pointee.pw_name else {
            return "the account \(number)"
        }
        return unsafe String(cString: name)
    }
}
