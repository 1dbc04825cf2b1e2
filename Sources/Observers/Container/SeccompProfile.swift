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

    /// Calls that Docker's own profile allows with a capability alone, or not at all, and that reach into the kernel.
    ///
    /// After moby/profiles, seccomp/default.json. Making and entering namespaces is not among them: browsers' sandboxes
    /// need it.
    private static let guarded: Set<String> = [
        "_sysctl", "acct", "add_key", "bpf", "clock_settime", "clock_settime64", "create_module", "delete_module",
        "fanotify_init", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick", "get_kernel_syms", "init_module",
        "io_uring_enter", "io_uring_register", "io_uring_setup", "ioperm", "iopl", "kexec_file_load", "kexec_load",
        "keyctl", "lookup_dcookie", "mount", "mount_setattr", "move_mount", "nfsservctl", "open_by_handle_at",
        "open_tree", "open_tree_attr", "perf_event_open", "pivot_root", "query_module", "quotactl", "quotactl_fd",
        "reboot", "request_key", "settimeofday", "stime", "swapoff", "swapon", "syslog", "umount", "umount2", "uselib",
        "userfaultfd", "vhangup", "vm86", "vm86old",
    ]

    /// What refuses a call; all other actions let it through, logged or not.
    private static let refusing: Set<String> = [
        "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP", "SCMP_ACT_ERRNO",
    ]

    /// What stands behind `seccomp=` or `seccomp:` among a container's options, of which the last counts.
    static func option(_ options: [String]) -> String? {
        options.last { $0.hasPrefix("seccomp:") || $0.hasPrefix("seccomp=") }.map { String($0.dropFirst(8)) }
    }

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
        guard let standard = root.field("defaultAction")?.text else {
            return .unknown(.malformed("\(name) has no defaultAction"))
        }
        let rules = root.field("syscalls")?.items ?? []
        let nodes = [root] + rules + rules.compactMap { $0.field("includes") }
        if nodes.contains(where: \.namesTwice) { return .unknown(.malformed("\(name) names something twice")) }
        guard refusing.contains(standard) else {
            let isRefusing = rules.contains { $0.field("action")?.text.map(refusing.contains) ?? false }
            return isRefusing ? loose : unconfined
        }
        let allowed = rules.filter { rule in
            rule.field("action")?.text.map { !refusing.contains($0) } ?? false && isForAll(rule)
        }
        let names = allowed.flatMap {
            ($0.field("names")?.items ?? []).compactMap(\.text) + ($0.field("name")?.text.map { [$0] } ?? [])
        }
        return guarded.isDisjoint(with: names) ? own : loose
    }

    /// Whether a rule holds for a container that was given no capability; arguments may be such as fit always.
    private static func isForAll(_ rule: JSONNode) -> Bool {
        let capabilities = rule.field("includes")?.field("caps")?.items ?? []
        return ContainersObserver.beyondDefault(capabilities.compactMap(\.text)).isEmpty
    }
}

extension JSONNode {
    /// A member by its name in whatever letters, as Go reads it into a structure.
    fileprivate func field(_ name: String) -> JSONNode? {
        members?.last { Self.folded($0.key) == Self.folded(name) }?.value
    }

    /// Whether Go would read two members into one.
    fileprivate var namesTwice: Bool {
        guard let members else { return false }
        return Set(members.map { Self.folded($0.key) }).count != members.count
    }

    /// The long s and the sign of kelvin, too, are letters for Go.
    private static func folded(_ name: String) -> String { name.lowercased().uppercased() }
}
