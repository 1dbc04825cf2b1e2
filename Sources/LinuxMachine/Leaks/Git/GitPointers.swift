import GitObjects
import SystemPackage

extension LeakHunt {
    /// Names what a repository keeps elsewhere: `objects/info/alternates`, and a `.git` that is a file (gitrepository-layout(5)).
    func noteElsewhere(_ path: String, _ file: FileDescriptor) {
        let isList = path.hasSuffix("/objects/info/alternates")
        guard isList || path.hasSuffix("/.git") else { return }
        guard let bytes = try? FileGitBytes(file).bytes(at: 0, count: 1 << 16) else { return }
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            var target = String(decoding: line, as: UTF8.self)
            if !isList {
                guard target.hasPrefix("gitdir: ") else { return }
                target.removeFirst("gitdir: ".count)
            } else if target.hasPrefix("#") {
                continue
            }
            let base = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(isList ? 2 : 1)
            let whole = FilePath(target.hasPrefix("/") ? target : base.joined(separator: "/") + "/" + target)
                .lexicallyNormalized()
            guard !roots.contains(where: { whole.starts(with: $0) }) else { continue }
            leaveOut(path, "objects of this repository are in \(whole), which is not looked into unless it is named")
        }
    }
}
