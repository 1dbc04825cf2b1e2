import Documents
import Hardening

extension SSHDirectives {
    /// Leaves those variables that are harmless.
    ///
    /// Lines add up, so that a stricter one replaces nothing by itself; but what Match blocks say replaces what is said
    /// outside them. Harmful lines inside Match blocks can only be taken out where they stand.
    func acceptHarmless() -> [Amendment] {
        let global = lines("AcceptEnv").filter { $0.criteria == nil }.flatMap { $0.value.split(separator: " ") }
        let kept = global.map(String.init).filter { !SSHDEnvironment.isHarmful($0) }
        // A list of nothing cannot be written; the language is the least that a client may choose.
        let value = (kept.isEmpty ? ["LANG"] : kept).joined(separator: " ")
        let edit = Amendment.sshd("AcceptEnv \(value)") { $0.set("AcceptEnv", to: [], blocks: [.init("all", value)]) }
        let inBlocks = files(setting: "AcceptEnv") { line in
            line.criteria != nil && line.value.split(separator: " ").contains { SSHDEnvironment.isHarmful(String($0)) }
        }
        return groundwork + [edit]
            + inBlocks.map { .commentingOut("AcceptEnv", in: $0) { $0.contains(where: SSHDEnvironment.isHarmful) } }
    }
}
