import Glibc
import Surface

/// Gateways of OpenClaw that run, as /proc tells: they write into their state directory at any time.
enum GatewayProcesses {
    /// Their numbers and names, such as `1234 (openclaw)`, of one account.
    static func ofAccount(_ account: UInt32) -> [String] {
        guard let root = try? RootDirectory("/") else { return [] }
        return (root.entries("/proc").content ?? []).compactMap { Int32($0) }.sorted().compactMap { process in
            var info = stat()
            guard unsafe stat("/proc/\(process)", &info) == 0, info.st_uid == account, process != getpid() else {
                return nil
            }
            func text(_ name: String) -> [UInt8] {
                root.file("/proc/\(process)/\(name)", limit: 1 << 16).content?.bytes ?? []
            }
            let words = text("cmdline").split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let name = String(decoding: text("comm").filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
            return isGateway(words, name) ? "\(process) (\(name))" : nil
        }
    }

    /// A gateway gives itself a name of its own; a container's is known by its words.
    static func isGateway(_ words: [String], _ name: String) -> Bool {
        if name.hasPrefix("openclaw-gatewa") || words.first?.hasPrefix("openclaw-gateway") == true { return true }
        guard words.contains("gateway") else { return false }
        return words.contains {
            ["openclaw", "openclaw.mjs", "clawdbot", "moltbot"].contains($0.split(separator: "/").last ?? "")
                || $0.hasSuffix("dist/index.js") || $0.hasSuffix("dist/entry.js")
        }
    }
}
