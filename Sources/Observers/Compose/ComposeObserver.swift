import Catalog
import Documents
import Hardening

/// Compose projects: their files, their services, and who may change them.
public struct ComposeObserver: SubjectObserver {
    public let look: Look

    /// OpenClaw's services as compose files define them: what the next `docker compose up` makes.
    func composeServices() async throws(Unknown) -> [Record]? {
        let (services, errors) = await openclawServices()
        guard !services.isEmpty || !errors.isEmpty else { return nil }
        var records: [Record] = []
        for service in services {
            var record = Self.record(service)
            // What a file says that lies in the dark may be taken back or made worse.
            if let why = service.doubt ?? Self.fragment(service) { Self.doubt(why, &record) }
            await settleSeccomp(service, &record)
            await settleByImage(service, &record)
            await settleByDaemon(service, &record)
            let isReadOnly = await configurationIsReadOnly(in: service)
            record.set(.configurationIsReadOnly, isReadOnly, from: service.origin("environment"))
            record[.processors] = await containers.serverSize().processors.map { .number($0) } ?? .unset
            records.append(record)
        }
        return records + errors
    }

    /// Why a service cannot be started from its files alone: they are only ever laid over others.
    private static func fragment(_ service: ComposeService) -> Unknown? {
        service.node["image"] == nil && service.node["build"] == nil
            ? .notStated("it has neither image nor build here, so that another file says the rest") : nil
    }

    /// Leaves of the record what is wrong in any case.
    private static func doubt(_ why: Unknown, _ record: inout Record) {
        for (field, value) in record.fields where ![.runsGateway, .containerImage].contains(field) {
            if !isWrong(field, value) { record.set(field, .unknown(why), from: record.origins[field]) }
        }
    }

    /// Whether it is wrong whatever else the files turn out to say.
    private static func isWrong(_ field: Field, _ value: Value) -> Bool {
        switch value {
        case .list(let items): !items.isEmpty
        case .flag(let isOn): isOn && [.isPrivileged, .runsAsRoot].contains(field)
        default: false
        }
    }

    static func record(_ service: ComposeService) -> Record {
        let node = service.node
        let reader = ComposeReader(node)
        var record = Record("service \(service.name) in \(service.file)")
        func set(_ field: Field, _ key: String, _ value: Value) {
            // Whoever calls compose says what a variable stands for that nothing here sets.
            // A check is one whatever address it asks.
            let isAsked = field != .hasHealthCheck && !isWrong(field, value)
            let isOpen = isAsked && node[key].map(ComposeReader.hasVariable) ?? false
            let value: Value = isOpen ? .unknown(.notStated("set by a variable")) : value
            record.set(field, value, from: service.origin(key))
        }
        let image = node["image"]?.text.map { ComposeReader.resolved($0) }
        record[.runsGateway] = .flag(isGateway(service))
        set(.containerImage, "image", image.map { .text($0) } ?? .unset)
        // What is built here is pulled from nowhere.
        let pinned = node["build"] != nil || image.map(ContainersObserver.isPinned) ?? false
        set(.imageIsPinned, "image", .flag(pinned))
        // Without `user` the image decides; OpenClaw's own image runs as node.
        let user = node["user"]?.text
        let official =
            image.map { $0.hasPrefix("ghcr.io/openclaw/openclaw") || $0.hasPrefix("openclaw/openclaw") } ?? false
        set(.containerUser, "user", user.map { .text($0) } ?? .unset)
        let inherited: Value = official ? false : .unknown(.notStated("the file names no user, so the image decides"))
        set(.runsAsRoot, "user", user.map { .flag(ContainersObserver.isRoot($0)) } ?? inherited)
        let dropped = reader.texts("cap_drop").map { $0.uppercased() }
        set(.dropsAllCapabilities, "cap_drop", .flag(dropped.contains("ALL")))
        let isPrivileged = reader.flag("privileged") == true
        set(.isPrivileged, "privileged", reader.privileged)
        let added = isPrivileged ? ["ALL"] : ContainersObserver.beyondDefault(reader.texts("cap_add"))
        set(.addedCapabilities, isPrivileged ? "privileged" : "cap_add", .list(added))
        let options = reader.texts("security_opt")
        let locked = options.contains { $0.hasPrefix("no-new-privileges") && !$0.hasSuffix("false") }
        set(.noNewPrivileges, "security_opt", .flag(locked))
        let seccomp = isPrivileged ? "unconfined" : SeccompProfile.option(options) ?? "builtin"
        set(.seccomp, "security_opt", .text(seccomp))
        let bare = isPrivileged || options.contains { $0 == "apparmor:unconfined" || $0 == "apparmor=unconfined" }
        set(.appArmor, "security_opt", bare ? "unconfined" : "docker-default")
        let unmasked =
            isPrivileged || options.contains("systempaths=unconfined") || options.contains("systempaths:unconfined")
        set(.masksSystemPaths, "security_opt", .flag(!unmasked))
        set(.readOnlyRoot, "read_only", reader.flag("read_only"))
        limits(node, set)
        health(node, official: official, set)
        let (policy, key) = RestartPolicy.stated(node)
        record.set(.restartPolicy, policy, from: service.origin(key))
        set(.logsAreLimited, "logging", logging(node))
        set(.sharedNamespaces, "network_mode", .list(namespaces(node)))
        let devices = reader.devices
        set(.devices, isPrivileged ? "privileged" : "devices", .list(isPrivileged ? ["all of /dev"] : devices))
        exposure(reader, service, into: &record)
        return record
    }

    private static func limits(_ node: YAMLNode, _ set: (Field, String, Value) -> Void) {
        let limits = node["deploy"]?["resources"]?["limits"]
        let memory = (limits?["memory"] ?? node["mem_limit"])?.text.map { ComposeReader.resolved($0) }
        set(
            .memoryLimit,
            limits?["memory"] == nil ? "mem_limit" : "deploy",
            // Nothing is no limit.
            memory.map {
                DockerObserver.bytes($0).map { $0 > 0 ? .number($0) : .unset }
                    ?? .unknown(.malformed("\($0) is no size"))
            }
                ?? .unset
        )
        let processes = (limits?["pids"] ?? node["pids_limit"])?.text.map { ComposeReader.resolved($0) }
        let count = processes.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
        set(.pidsLimit, "pids_limit", count.map { .number($0) } ?? .unset)
        let cpus = number(limits?["cpus"] ?? node["cpus"])
        var shares = [cpus].compactMap { $0 }
        if let quota = number(node["cpu_quota"]) { shares.append(quota / (number(node["cpu_period"]) ?? 100_000)) }
        if let count = node["cpuset"]?.text.flatMap({ ContainersObserver.processors(in: ComposeReader.resolved($0)) }) {
            shares.append(Double(count))
        }
        let key = cpus == nil ? "cpu_quota" : limits?["cpus"] == nil ? "cpus" : "deploy"
        set(.cpuLimit, key, shares.min().map { .number(Int(min($0, 100_000) * 1000)) } ?? .unset)
    }

    /// What is more than nothing.
    private static func number(_ node: YAMLNode?) -> Double? {
        node?.text.map { ComposeReader.resolved($0) }.flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private static func health(_ node: YAMLNode, official: Bool, _ set: (Field, String, Value) -> Void) {
        let check = node["healthcheck"]
        let isOff =
            check.map { ComposeReader($0).flag("disable") } == true || check?["test"]?.items?.first?.text == "NONE"
        // The official image brings a check of its own, and what others bring the file does not say.
        let inherited: Value = official ? true : .unknown(.notStated("the file defines none, so the image decides"))
        set(.hasHealthCheck, "healthcheck", isOff ? false : check?["test"] != nil ? true : inherited)
    }

    private static func logging(_ node: YAMLNode) -> Value {
        guard let logging = node["logging"] else { return .unknown(.notStated("the daemon's settings decide")) }
        let driver = logging["driver"]?.text ?? "json-file"
        return .flag(
            logging["options"]?["max-size"] != nil || ["local", "none", "journald", "syslog"].contains(driver)
        )
    }

    private static func namespaces(_ node: YAMLNode) -> [String] {
        [
            ("network", "network_mode"), ("pid", "pid"), ("ipc", "ipc"), ("uts", "uts"), ("user", "userns_mode"),
            ("cgroup", "cgroup"),
        ]
        .filter { node[$0.1]?.text == "host" }.map(\.0)
    }

    private static func exposure(_ reader: ComposeReader, _ service: ComposeService, into record: inout Record) {
        let open = reader.ports.filter { !ContainersObserver.isLoopback($0.address) }
        let names = open.map { "\($0.address.isEmpty ? "every address" : $0.address):\($0.host) → \($0.container)" }
        record.set(.publishesBeyondLoopback, .list(names), from: service.origin("ports", line: open.first?.line))
        let mounts = service.dangerousMounts
        record.set(
            .dangerousMounts,
            .list(mounts.map(\.source)),
            from: service.origin("volumes", line: mounts.first?.line)
        )
        // What `.env` says of a variable does not stand in the file.
        let secrets = ComposeReader(service.written).environment.filter { variable in
            // A default stands in the file, too, and counts wherever the variable is not set.
            guard let written = variable.value, SettingsObserver.isSecretName(variable.name) else { return false }
            let value = ComposeReader.resolved(written)
            return value.count >= 8 && !value.contains("$") && !isPlace(value) && !markers.contains(value.lowercased())
        }
        record.set(.inlineSecrets, .list(secrets.map(\.name)), from: Self.environmentOrigin(service, secrets.first))
    }

    /// Whether it says where a secret is, and is none.
    private static func isPlace(_ value: String) -> Bool {
        ["/", "./", "../", "~/", "file:", "secretref"].contains { value.hasPrefix($0) }
    }

    /// What stands where a program wants a key and a local model's server needs none.
    private static let markers: Set<String> = [
        "ollama-local", "lmstudio-local", "not-needed", "not-required", "no-key-needed", "no-key-required",
        "sk-no-key-required", "dummy-key", "placeholder", "undefined", "disabled",
    ]

    private static func environmentOrigin(_ service: ComposeService, _ variable: ComposeReader.Variable?) -> Origin {
        let layer = service.layers.first { layer in
            ComposeReader(layer.node).environment.contains { $0.name == variable?.name && $0.line == variable?.line }
        }
        return Origin(layer?.file ?? service.file, line: variable?.line)
    }
}
