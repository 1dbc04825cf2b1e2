import Catalog
import Documents
import Hardening
import Surface

/// Containers that exist, what they may do, and what of the server they hold.
struct ContainersObserver: SubjectObserver {
    let look: Look

    /// OpenClaw's containers as the daemon and the kernel report them.
    func containers() async throws(Unknown) -> [Record]? {
        let options = (await docker.answer("/info").content?["SecurityOptions"]?.items ?? []).compactMap(\.text)
        let byDefault = options.contains { $0.hasPrefix("name=no-new-privileges") }
        var flags: [String: Value] = [:]
        for container in await docker.dockerContainers().content ?? [] where container.isOpenClaw {
            flags[container.name] = await noNewPrivileges(container, byDefault: byDefault)
        }
        var readOnly: [String: Value] = [:]
        for container in await docker.dockerContainers().content ?? [] where container.isOpenClaw {
            readOnly[container.name] = await compose.configurationIsReadOnly(in: container)
        }
        let server = await serverSize()
        return try await containerRecords { [readOnly] container in
            var record = Self.record(container)
            record[.processors] = server.processors.map { .number($0) } ?? .unset
            record[.configurationIsReadOnly] =
                readOnly[container.name] ?? .unknown(.changedMeanwhile("the container came while we looked"))
            record[.noNewPrivileges] =
                flags[container.name] ?? .unknown(.changedMeanwhile("the container came while we looked"))
            return [record]
        }
    }

    /// What the kernel says of the container's first process, where it runs.
    ///
    /// The daemon's default is copied into a container when it is made: one that is older than the setting keeps
    /// running without it, through restarts too, and `docker inspect` shows neither.
    private func noNewPrivileges(_ container: ContainerDetail, byDefault: Bool) async -> Value {
        let options = (container.node["HostConfig"]?["SecurityOpt"]?.items ?? []).compactMap(\.text)
        if let explicit = options.first(where: { $0.hasPrefix("no-new-privileges") }) {
            return .flag(!explicit.hasSuffix("false"))
        }
        if container.isRunning, let process = container.node["State"]?["Pid"]?.integer, process > 0,
            let status = await surface.text("/proc/\(process)/status").content,
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("NoNewPrivs:") })
        {
            return .flag(line.hasSuffix("1"))
        }
        return byDefault
            ? .unknown(.needsRunningSystem("the daemon sets it for containers made since; start the container to see"))
            : false
    }

    /// Records of OpenClaw's containers; absent where there are none.
    func containerRecords(_ records: (ContainerDetail) -> [Record]) async throws(Unknown) -> [Record]? {
        guard let all = try await docker.dockerContainers().get() else { return nil }
        let ours = all.filter(\.isOpenClaw)
        let found = ours.flatMap { container in
            records(container).map { record in
                var record = record
                record.identity[.container] = .text(container.name)
                return record
            }
        }
        return ours.isEmpty ? nil : found
    }

    private static func record(_ container: ContainerDetail) -> Record {
        let config = container.node["Config"]
        let host = container.node["HostConfig"]
        var record = Record("container \(container.name)")
        record[.containerImage] = .text(container.image)
        record[.imageIsPinned] = .flag(isPinned(container.image))
        record[.runsGateway] = .flag(OpenClawContainer(container).isGateway)
        record[.containerIsRunning] = .flag(container.isRunning)
        let user = config?["User"]?.text ?? ""
        record[.containerUser] = .text(user.isEmpty ? "root" : user)
        record[.runsAsRoot] = .flag(isRoot(user))
        let dropped = (host?["CapDrop"]?.items ?? []).compactMap { $0.text?.uppercased() }
        record[.dropsAllCapabilities] = .flag(dropped.contains("ALL") || dropped.contains("CAP_ALL"))
        let isPrivileged = host?["Privileged"]?.flag ?? false
        let added = beyondDefault((host?["CapAdd"]?.items ?? []).compactMap(\.text))
        record[.addedCapabilities] = .list(isPrivileged ? ["ALL"] : added)
        let options = (host?["SecurityOpt"]?.items ?? []).compactMap(\.text)
        record[.isPrivileged] = .flag(isPrivileged)
        let seccomp = SeccompProfile.option(options)
        record[.seccomp] =
            isPrivileged ? SeccompProfile.unconfined : seccomp.map(SeccompProfile.judged) ?? SeccompProfile.builtin
        let profile = container.node["AppArmorProfile"]?.text ?? ""
        record[.appArmor] = isPrivileged ? "unconfined" : profile.isEmpty ? .unset : .text(profile)
        record[.masksSystemPaths] =
            isPrivileged ? false : host?["MaskedPaths"]?.items.map { .flag(!$0.isEmpty) } ?? .unset
        record[.readOnlyRoot] = .flag(host?["ReadonlyRootfs"]?.flag ?? false)
        record[.memoryLimit] = limit(host?["Memory"])
        record[.pidsLimit] = limit(host?["PidsLimit"])
        record[.cpuLimit] = processorLimit(host)
        record[.restartPolicy] = RestartPolicy.judged(host?["RestartPolicy"]?["Name"]?.text ?? "")
        // The daemon's log-opts are copied in here when a container is made; later ones do not reach it.
        let log = host?["LogConfig"]
        let driver = log?["Type"]?.text ?? "json-file"
        let isBoundedElsewhere = ["local", "none", "journald", "syslog"].contains(driver)
        record[.logsAreLimited] = .flag(isBoundedElsewhere || log?["Config"]?["max-size"] != nil)
        record[.sharedNamespaces] = .list(sharedNamespaces(host))
        let devices = (host?["Devices"]?.items ?? []).compactMap { $0["PathOnHost"]?.text }
        record[.devices] = .list(isPrivileged ? ["all of /dev"] : devices)
        health(container, into: &record)
        return record
    }

    /// Zero, null and minus one all mean that there is none.
    private static func limit(_ node: JSONNode?, divisor: Int = 1) -> Value {
        guard let number = node?.integer, number > 0 else { return .unset }
        return .number(number / divisor)
    }

    /// A share of time, or of processors; the least counts where there are several.
    private static func processorLimit(_ host: JSONNode?) -> Value {
        var limits: [Int] = []
        if let nano = host?["NanoCpus"]?.integer, nano > 0 { limits.append(nano / 1_000_000) }
        let period = host?["CpuPeriod"]?.integer.flatMap { $0 > 0 ? $0 : nil } ?? 100_000
        if let quota = host?["CpuQuota"]?.integer, quota > 0 { limits.append(quota * 1000 / period) }
        if let count = processors(in: host?["CpusetCpus"]?.text ?? "") { limits.append(count * 1000) }
        return limits.min().map { .number($0) } ?? .unset
    }

    /// How many processors a list such as `0-2,4` names; none where it is none.
    static func processors(in list: String) -> Int? {
        var found: Set<Int> = []
        for part in list.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0.trimmed) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first >= 0,
                first <= last, last < 8192
            else { return nil }
            found.formUnion(first...last)
        }
        return found.isEmpty ? nil : found.count
    }

    static func isRoot(_ user: String) -> Bool {
        let name = user.split(separator: ":").first.map(String.init) ?? ""
        // A number is read as one: 00 and +0 are root as well.
        return ["", "root"].contains(name) || Int(name) == 0
    }

    /// Capabilities that Docker does not give by itself (`oci/caps/defaults.go` of moby).
    static func beyondDefault(_ names: [String]) -> [String] {
        let ordinary: Set<String> = [
            "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
            "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
        ]
        var seen: Set<String> = []
        return names.map { name in
            let upper = name.uppercased()
            return upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
        }
        .filter { !ordinary.contains($0) && seen.insert($0).inserted }
    }

    /// A digest, or a tag that names a version or what was built here; `latest`, `main` and no tag move.
    static func isPinned(_ image: String) -> Bool {
        if image.contains("@sha256:") || image.hasPrefix("sha256:") { return true }
        let last = image.split(separator: "/").last ?? ""
        guard let tag = last.split(separator: ":").dropFirst().first else { return false }
        return tag == "local" || tag.contains { $0.isNumber } && tag.contains(".")
    }

    private static func sharedNamespaces(_ host: JSONNode?) -> [String] {
        let modes = [
            ("network", "NetworkMode"), ("pid", "PidMode"), ("ipc", "IpcMode"), ("uts", "UTSMode"),
            ("user", "UsernsMode"),
        ]
        return modes.compactMap { name, key in
            guard let mode = host?[key]?.text else { return nil }
            return mode == "host" || (name == "pid" && mode.hasPrefix("container:")) ? name : nil
        }
    }

    private static func health(_ container: ContainerDetail, into record: inout Record) {
        let test = (container.node["Config"]?["Healthcheck"]?["Test"]?.items ?? []).compactMap(\.text)
        record[.hasHealthCheck] = .flag(!test.isEmpty && test.first != "NONE")
        let state = container.node["State"]?["Health"]
        let status = state?["Status"]?.text
        record[.health] = status.map { $0 == "none" ? .unset : .text($0) } ?? .unset
        let log = state?["Log"]?.items ?? []
        // 126 and 127 are a shell's "cannot run" and "not found"; the daemon itself answers -1 with the reason.
        let cannot = log.last.map { entry in
            let code = entry["ExitCode"]?.integer ?? 0
            let output = entry["Output"]?.text ?? ""
            return code == 127 || code == 126 || (code == -1 && output.contains("executable file not found"))
        }
        record[.healthCannotRun] = .flag(cannot ?? false)
    }

    /// Images that the daemon has, one record each, with all names.
    func images() async throws(Unknown) -> [Record]? {
        guard let list = try await docker.answer("/images/json").get() else { return nil }
        return (list.items ?? []).map { image in
            let names = ["RepoTags", "RepoDigests"].flatMap { image[$0]?.items ?? [] }.compactMap(\.text)
            let name = names.first ?? image["Id"]?.text ?? "without a name"
            return Record("image \(name)", [.imageNames: .list(names)])
        }
    }
}
