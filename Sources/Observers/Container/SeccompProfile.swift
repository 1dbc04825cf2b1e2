import Catalog
import Documents
import Hardening

/// A seccomp profile of somebody's own, as Docker takes it: JSON that says which system calls a container may make.
struct SeccompProfile {
    /// What a container without an option gets.
    static let builtin = Value.text("builtin")
    static let unconfined = Value.text("unconfined")
    /// One that allows what it does not name, or what Docker's own leaves to capabilities.
    static let loose = Value.text("looser than Docker's own")
    private static let own = Value.text("own")

    /// Calls that Docker's own profile allows with a capability alone, and that change the kernel or the server's files.
    ///
    /// After moby/profiles, seccomp/default.json. Making namespaces is not among them: browsers' sandboxes need it.
    private static let guarded: Set<String> = [
        "add_key", "bpf", "delete_module", "finit_module", "fsconfig", "fsmount", "init_module", "kexec_file_load",
        "kexec_load", "keyctl", "mount", "mount_setattr", "move_mount", "open_by_handle_at", "pivot_root", "reboot",
        "swapon", "umount2",
    ]

    /// What refuses a call; all other actions let it through, logged or not.
    private static let refusing: Set<String> = [
        "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO",
    ]

    /// What stands behind `seccomp=` where the daemon has it: a word, or the profile itself.
    static func judged(_ option: String) -> Value {
        if option == "unconfined" { return unconfined }
        if option == "builtin" || option.isEmpty { return builtin }
        return judged(Array(option.utf8), of: "the container's seccomp profile")
    }

    /// What a file with a profile comes to.
    static func judged(_ bytes: [UInt8], of name: String) -> Value {
        let root: JSONNode
        do { root = try JSONDocument(bytes).root } catch {
            return .unknown(.malformed("\(name): \(error.message)"))
        }
        guard let standard = root["defaultAction"]?.text else {
            return .unknown(.malformed("\(name) has no defaultAction"))
        }
        let rules = root["syscalls"]?.items ?? []
        guard refusing.contains(standard) else {
            let isRefusing = rules.contains { $0["action"]?.text.map(refusing.contains) ?? false }
            return isRefusing ? loose : unconfined
        }
        let allowed = rules.filter { rule in
            rule["action"]?.text.map { !refusing.contains($0) } ?? false && isForAll(rule)
        }
        let names = allowed.flatMap {
            ($0["names"]?.items ?? []).compactMap(\.text) + ($0["name"]?.text.map { [$0] } ?? [])
        }
        return guarded.isDisjoint(with: names) ? own : loose
    }

    /// Whether a rule holds whatever the arguments and the capabilities.
    private static func isForAll(_ rule: JSONNode) -> Bool {
        rule["args"]?.items?.isEmpty ?? true && rule["includes"]?["caps"]?.items?.isEmpty ?? true
    }
}
