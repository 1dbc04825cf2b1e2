import Documents

/// What a container that compose would make has more than the one that runs, beyond what is compared one by one.
///
/// Whoever gets a line into a compose file must not have root carry it out. So a key counts as a gain unless it is known
/// to give nothing, or is compared here.
struct ComposeGain {
    private let container: ContainerDetail
    private let made: YAMLNode
    private let project: YAMLNode

    /// From what `docker compose config` makes of the service and of the whole project.
    init(_ container: ContainerDetail, _ made: YAMLNode, _ project: YAMLNode) {
        self.container = container
        self.made = made
        self.project = project
    }

    /// The first gain, in words; none where there is none.
    var words: String? { unknownKey ?? files ?? volumes ?? programs ?? namespaces ?? options }

    private var host: JSONNode? { container.node["HostConfig"] }
    private var mounts: [JSONNode] { container.node["Mounts"]?.items ?? [] }

    /// Keys that give a container nothing of the server, and those that are compared.
    private static let known: Set<String> = [
        // They give nothing, or take something away.
        "annotations", "attach", "blkio_config", "build", "cap_drop", "container_name", "cpu_count", "cpu_percent",
        "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares", "cpus", "cpuset", "depends_on",
        "deploy", "develop", "dns", "dns_opt", "dns_search", "domainname", "env_file", "expose", "external_links",
        "extra_hosts", "healthcheck", "hostname", "init", "labels", "links", "logging", "mac_address", "mem_limit",
        "mem_reservation", "mem_swappiness", "memswap_limit", "networks", "oom_kill_disable", "oom_score_adj",
        "pids_limit", "platform", "ports", "profiles", "pull_policy", "read_only", "restart", "scale", "shm_size",
        "stdin_open", "stop_grace_period", "stop_signal", "storage_opt", "tmpfs", "tty", "ulimits", "working_dir",
        // They are compared, here or by who asks.
        "image", "environment", "volumes", "privileged", "cap_add", "user", "pid", "ipc", "network_mode", "devices",
        "command", "entrypoint", "secrets", "configs", "volumes_from", "security_opt", "group_add", "uts",
        "userns_mode", "cgroup", "runtime", "sysctls", "cgroup_parent",
    ]

    private static func isEmpty(_ node: YAMLNode) -> Bool {
        switch node.value {
        case .null: true
        case .flag(let isOn): !isOn
        case .number: false
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .map(let entries): entries.isEmpty
        }
    }

    private var unknownKey: String? {
        for entry in made.entries ?? [] where !Self.known.contains(entry.key) && !entry.key.hasPrefix("x-") {
            guard !Self.isEmpty(entry.value) else { continue }
            return "compose would set \(entry.key), which Nacre does not compare with the container that runs"
        }
        return nil
    }

    /// Files that compose hands in as secrets and configurations.
    private var files: String? {
        let sources = Set(mounts.compactMap { $0["Source"]?.text })
        for kind in ["secrets", "configs"] {
            for item in made[kind]?.items ?? [] {
                guard let name = item["source"]?.text ?? item.text else {
                    return "compose would hand in one of its \(kind)"
                }
                guard let file = project[kind]?[name]?["file"]?.text, sources.contains(file) else {
                    return "compose would hand in \(name) of its \(kind), and the container has it not"
                }
            }
        }
        return nil
    }

    private var volumes: String? {
        let names = Set(mounts.compactMap { $0["Name"]?.text })
        for item in made["volumes"]?.items ?? [] {
            let kind = item["type"]?.text ?? "volume"
            let source = item["source"]?.text ?? item.text ?? ""
            switch kind {
            case "tmpfs": continue
            case "bind":
                let isReadOnly = item["read_only"]?.flag == true
                let had = mounts.filter { $0["Source"]?.text == source }
                guard !isReadOnly, !had.isEmpty, !had.contains(where: { $0["RW"]?.flag ?? true }) else { continue }
                return "compose would let it write to \(source), and the container may not"
            case "volume":
                guard !source.isEmpty else { continue }
                let name = project["volumes"]?[source]?["name"]?.text ?? source
                guard names.contains(name) else {
                    return "compose would mount the volume \(name), and the container has it not"
                }
            default: return "compose would mount \(source) as \(kind), and the container has it not"
            }
        }
        let others = Set((host?["VolumesFrom"]?.items ?? []).compactMap(\.text))
        for item in made["volumes_from"]?.items ?? [] where !others.contains(item.text ?? "") {
            return "compose would mount what \(item.text ?? "another container") has, and the container has it not"
        }
        return nil
    }

    /// What is run: compose doubles dollars in what it prints.
    private var programs: String? {
        for (key, field) in [("command", "Cmd"), ("entrypoint", "Entrypoint")] {
            guard let node = made[key], !Self.isEmpty(node) else { continue }
            let wanted = (node.items?.compactMap(\.text) ?? [node.text].compactMap { $0 }).map {
                $0.replacing("$$", with: "$")
            }
            let has = (container.node["Config"]?[field]?.items ?? []).compactMap(\.text)
            if wanted != has { return "compose would run it with another \(key)" }
        }
        return nil
    }

    private var namespaces: String? {
        for (key, field) in [
            ("pid", "PidMode"), ("ipc", "IpcMode"), ("network_mode", "NetworkMode"), ("uts", "UTSMode"),
            ("userns_mode", "UsernsMode"), ("cgroup", "CgroupnsMode"),
        ] {
            guard let node = made[key], !Self.isEmpty(node), let wanted = node.text else { continue }
            let has = host?[field]?.text ?? ""
            // `service:NAME` is a container's number by the time it runs.
            let isShared = wanted.hasPrefix("service:") && has.hasPrefix("container:")
            guard wanted != has, !isShared, !["private", "none", "bridge"].contains(wanted) else { continue }
            return "compose would give it \(key) \(wanted), and the container has \(has.isEmpty ? "its own" : has)"
        }
        return nil
    }

    private var options: String? {
        let security = Set((host?["SecurityOpt"]?.items ?? []).compactMap(\.text).map(Self.canonical))
        for text in (made["security_opt"]?.items ?? []).compactMap(\.text).map(Self.canonical) {
            // It only ever takes rights away.
            guard !["no-new-privileges:true", "no-new-privileges"].contains(text), !security.contains(text) else {
                continue
            }
            return "compose would set security_opt \(text), and the container has it not"
        }
        let groups = Set((host?["GroupAdd"]?.items ?? []).compactMap(\.text))
        for text in (made["group_add"]?.items ?? []).compactMap(\.text) where !groups.contains(text) {
            return "compose would add the group \(text), and the container has it not"
        }
        if let runtime = made["runtime"]?.text, !runtime.isEmpty, runtime != host?["Runtime"]?.text {
            return
                "compose would run it by \(runtime), and the container runs by \(host?["Runtime"]?.text ?? "another")"
        }
        if let parent = made["cgroup_parent"]?.text, !parent.isEmpty, parent != host?["CgroupParent"]?.text {
            return "compose would set cgroup_parent \(parent), and the container has it not"
        }
        for entry in made["sysctls"]?.entries ?? [] where host?["Sysctls"]?[entry.key]?.text != entry.value.text {
            return "compose would set the kernel parameter \(entry.key), and the container has it not"
        }
        return nil
    }

    private static func canonical(_ option: String) -> String { option.replacing("=", with: ":") }
}
