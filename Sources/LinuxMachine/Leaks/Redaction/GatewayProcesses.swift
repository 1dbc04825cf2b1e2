import Glibc
import Surface

/// Gateways of OpenClaw that run, as /proc tells: they write into their state directory at any time.
enum GatewayProcesses {
    /// Their numbers and names, and how each is ended where that is known, of one account.
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
            guard isGateway(words, name) else { return nil }
            let end = ending(String(decoding: text("cgroup"), as: UTF8.self), account)
            return "process \(process) (\(name))" + (end.map { ": \($0)" } ?? "")
        }
    }

    /// How it is ended, by the group that systemd or Docker put it into.
    static func ending(_ groups: String, _ account: UInt32) -> String? {
        let parts = groups.split(whereSeparator: { $0 == "/" || $0 == "\n" })
        if let scope = parts.last(where: { $0.hasPrefix("docker-") && $0.hasSuffix(".scope") }) {
            return "docker stop -t 340 \(scope.dropFirst(7).prefix(12))"
        }
        guard let unit = parts.last(where: { $0.hasSuffix(".service") && !$0.hasPrefix("user@") }) else { return nil }
        let isUsers = parts.contains { $0.hasPrefix("user@") }
        return isUsers ? "systemctl --user -M \(account)@ stop \(unit)" : "systemctl stop \(unit)"
    }

    /// A gateway gives itself a name of its own; a container's is known by its words.
    static func isGateway(_ words: [String], _ name: String) -> Bool {
        if name.hasPrefix("openclaw-gatewa") || words.first?.hasPrefix("openclaw-gateway") == true { return true }
        let programs: Set<Substring> = ["openclaw", "openclaw.mjs", "clawdbot", "moltbot"]
        guard
            let program = words.firstIndex(where: {
                programs.contains($0.split(separator: "/").last ?? "") || $0.hasSuffix("dist/index.js")
                    || $0.hasSuffix("dist/entry.js")
            }),
            let gateway = words[program...].firstIndex(of: "gateway")
        else { return false }
        // Options of the program, and their values, may stand before its command.
        let before = words[program..<gateway].dropFirst()
        guard before.indices.allSatisfy({ words[$0].hasPrefix("-") || words[$0 - 1].hasPrefix("-") }) else {
            return false
        }
        // `gateway call` and its like ask one that runs.
        let next = words[gateway...].dropFirst().first
        return next == nil || next == "run" || next?.hasPrefix("-") == true
    }
}
