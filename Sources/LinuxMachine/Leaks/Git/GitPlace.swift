import GitObjects
import SystemPackage

/// Where a file lies in a Git repository that objects are kept in.
struct GitPlace: Hashable {
    enum Form: Hashable {
        case loose
        case pack
        /// A pack behind a list of branches, which `git bundle` writes.
        case bundle
    }

    let form: Form
    /// The directory `objects`; that of the file where it lies in none.
    let objects: String
    /// What a find is said to lie in.
    let source: String
    /// Whether it lies where Git keeps objects, and nobody else anything.
    let isCertain: Bool

    /// Of a file that begins with those 16 bytes.
    init?(_ path: String, beginning head: [UInt8]) {
        guard Self.mayBe(path.utf8, head) else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        let (name, directory) = (parts[parts.count - 1], parts[parts.count - 2])
        let above = parts.dropLast(2)
        let isOwn = above.last == "objects"
        if directory.utf8.count == 2, Self.isHex(directory), [38, 62].contains(name.utf8.count), Self.isHex(name) {
            form = .loose
        } else if head.starts(with: "PACK".utf8) {
            form = .pack
        } else if head.starts(with: "# v2 git bundle\n".utf8) || head.starts(with: "# v3 git bundle\n".utf8) {
            form = .bundle
        } else if isOwn, directory == "pack", name.hasSuffix(".pack") || name.hasPrefix("tmp_pack_") {
            form = .pack
        } else {
            return nil
        }
        isCertain = isOwn && (form == .loose || directory == "pack")
        objects = (isCertain ? above : parts.dropLast()).joined(separator: "/")
        source = isCertain ? above.dropLast().joined(separator: "/") : path
    }

    /// Most files are none, which their names and beginnings say.
    private static func mayBe(_ path: String.UTF8View, _ head: [UInt8]) -> Bool {
        if head.starts(with: "PACK".utf8) || head.starts(with: "# v".utf8) { return true }
        guard let slash = path.lastIndex(of: 0x2F) else { return false }
        let name = path[path.index(after: slash)...]
        return name.count == 38 || name.count == 62 || name.starts(with: "tmp_pack_".utf8)
            || name.suffix(5).elementsEqual(".pack".utf8)
    }

    private static func isHex(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// What the repository names its objects by, as its settings say.
    var hash: GitHash {
        guard isCertain, let bytes = try? FileGitBytes(beside: source + "/config")?.bytes(at: 0, count: 1 << 20) else {
            return .sha1
        }
        let words = String(decoding: bytes, as: UTF8.self).lowercased().filter { $0 != " " && $0 != "\t" }
        return words.contains("objectformat=sha256") ? .sha256 : .sha1
    }
}
