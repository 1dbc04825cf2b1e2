import Catalog
import Documents
import Hardening
import Surface

extension DockerObserver {
    /// The daemon's settings as it reports them; from its file where it cannot be asked.
    func dockerDaemon() async throws(Unknown) -> [Record]? {
        guard await hasDocker() || surface.isLive else { return nil }
        let info = await answer("/info")
        if case .absent = info { return nil }
        let settings = await daemonSettings()
        var record = Record("Docker")
        fromFile(settings, into: &record)
        switch info {
        case .absent: return nil
        case .unreadable(let why):
            // What only the running daemon can tell.
            for field in [
                Field.dockerVersion, .dockerIsSupported, .hasAppArmor, .isRootless, .dockerFirewall, .isExperimental,
                .isInSwarm, .runningContainers,
            ] {
                record[field] = .unknown(why)
            }
            // Its default depends on the version.
            if record[.managesIP6Tables] == true { record[.managesIP6Tables] = .unknown(why) }
        case .found(let info):
            fromDaemon(info, settings, into: &record)
            let server = await containers.serverSize()
            record[.processors] =
                server.processorDoubt == nil ? server.processors.map { .number($0) } ?? .unset : .unset
            record[.kernelHasAppArmor] = .flag(await kernelHasAppArmor())
            await bridge(into: &record)
        }
        record[.openFilesCeiling] = await openFilesCeiling()
        return [record]
    }

    private func fromFile(_ settings: DaemonSettings, into record: inout Record) {
        let doubt: Value? = (settings.hidden ?? settings.error.map { .malformed($0) }).map { .unknown($0) }
        // Options that are not seen may say another thing than the file does, and than dockerd does by itself.
        let unseen: Value? = settings.doubt.map { .unknown($0) }
        func set(_ field: Field, _ key: String, _ value: Value) {
            let isSaid = settings.node(key) != nil
            record.set(field, doubt ?? (isSaid ? nil : unseen) ?? value, from: settings.origin(key))
        }
        set(.liveRestore, "live-restore", .flag(settings.flag("live-restore", default: false)))
        set(.userlandProxy, "userland-proxy", .flag(settings.flag("userland-proxy", default: true)))
        set(.daemonNoNewPrivileges, "no-new-privileges", .flag(settings.flag("no-new-privileges", default: false)))
        set(.interContainer, "icc", .flag(settings.flag("icc", default: true)))
        set(.logDriver, "log-driver", .text(settings.text("log-driver") ?? "json-file"))
        let size = settings.text("log-opts", "max-size").flatMap(Self.bytes)
        set(.logMaxSize, "log-opts", size.map { .number($0) } ?? .unset)
        let files = settings.text("log-opts", "max-file").flatMap { Int($0) }
        set(.logMaxFiles, "log-opts", files.map { .number($0) } ?? (size == nil ? .unset : 1))
        set(.storageDriver, "storage-driver", settings.text("storage-driver").map { .text($0) } ?? .unset)
        set(.userNamespaces, "userns-remap", .flag(settings.text("userns-remap")?.isEmpty == false))
        set(.managesIPTables, "iptables", .flag(settings.flag("iptables", default: true)))
        set(.managesIP6Tables, "ip6tables", .flag(settings.flag("ip6tables", default: true)))
        set(.daemonSeccomp, "seccomp-profile", .text(settings.text("seccomp-profile") ?? "builtin"))
        let hosts = settings.tcpHosts
        set(.tcpHosts, "hosts", hosts.isEmpty ? unseen ?? .list([]) : .list(hosts))
        set(.tcpVerified, "tlsverify", .flag(settings.flag("tlsverify", default: false)))
        let registries = settings.texts("insecure-registries")
        set(.insecureRegistries, "insecure-registries", .list(registries))
        set(.defaultPublishAddress, "ip", .text(settings.text("ip") ?? "0.0.0.0"))
        refusal(settings, major: nil, into: &record)
        record[.daemonFlags] = .list(settings.flags)
        record[.daemonFile] = .text(settings.file)
        ulimits(settings, doubt, into: &record)
    }

    /// Why the daemon does not start with its file, as far as its version lets tell.
    private func refusal(_ settings: DaemonSettings, major: Int?, into record: inout Record) {
        let refusal = settings.refusal(major: major)
        let line = settings.errorLine ?? refusal?.line
        let refused = refusal.map {
            $0.depends ? Value.unknown(.notModeled($0.why)) : .text("line \($0.line): \($0.why)")
        }
        let value = settings.error.map { Value.text($0) } ?? settings.hidden.map { .unknown($0) } ?? refused
        let unseen = settings.doubt.map { Value.unknown($0) } ?? .unset
        record.set(.daemonFileError, value ?? unseen, from: line.map { Origin(settings.file, line: $0) })
    }

    private func ulimits(_ settings: DaemonSettings, _ doubt: Value?, into record: inout Record) {
        let limits = settings.node("default-ulimits")?.members ?? []
        let origin = settings.origin("default-ulimits")
        let broken = limits.filter { $0.value["Name"]?.text != $0.key }.map(\.key)
        record.set(.brokenUlimits, doubt ?? .list(broken), from: origin)
        let files = limits.last { $0.key == "nofile" }?.value
        record.set(.openFilesHard, doubt ?? files?["Hard"]?.integer.map { .number($0) } ?? .unset, from: origin)
        record.set(.openFilesSoft, doubt ?? files?["Soft"]?.integer.map { .number($0) } ?? .unset, from: origin)
    }

    private func fromDaemon(_ info: JSONNode, _ settings: DaemonSettings, into record: inout Record) {
        let version = info["ServerVersion"]?.text ?? ""
        record[.dockerVersion] = .text(version)
        record[.dockerIsSupported] = Self.isSupported(version)
        let major = version.split(separator: ".").first.flatMap { Int($0) }
        refusal(settings, major: major, into: &record)
        func replace(_ field: Field, _ value: Value?) {
            guard let value else { return }
            let origin = record.origins[field]
            record.set(field, value, from: origin)
        }
        replace(.managesIP6Tables, Self.managesIP6Tables(settings, version, info))
        replace(.liveRestore, info["LiveRestoreEnabled"]?.flag.map { .flag($0) })
        replace(.logDriver, info["LoggingDriver"]?.text.map { .text($0) })
        replace(.storageDriver, info["Driver"]?.text.map { .text($0) })
        replace(.isInSwarm, .flag(info["Swarm"]?["LocalNodeState"]?.text == "active"))
        replace(.runningContainers, info["ContainersRunning"]?.integer.map { .number($0) })
        replace(.isExperimental, info["ExperimentalBuild"]?.flag.map { .flag($0) })
        replace(.dockerFirewall, info["FirewallBackend"]?["Driver"]?.text.map { .text($0) } ?? .unset)
        let options = (info["SecurityOptions"]?.items ?? []).compactMap(\.text)
        // Docker 20.10 does not tell; 26.1 does.
        let tells = options.contains { $0.hasPrefix("name=no-new-privileges") }
        if tells || major ?? 0 >= 26 { replace(.daemonNoNewPrivileges, .flag(tells)) }
        replace(.userNamespaces, .flag(options.contains { $0.hasPrefix("name=userns") }))
        replace(.isRootless, .flag(options.contains { $0.hasPrefix("name=rootless") }))
        replace(.hasAppArmor, .flag(options.contains { $0.hasPrefix("name=apparmor") }))
        let seccomp = options.first { $0.hasPrefix("name=seccomp") }
        let profile = seccomp?.firstRange(of: "profile=").map { seccomp?[$0.upperBound...] ?? "" } ?? nil
        replace(.daemonSeccomp, .text(profile.map(String.init) ?? (seccomp == nil ? "unconfined" : "builtin")))
        let registries = (info["RegistryConfig"]?["InsecureRegistryCIDRs"]?.items ?? []).compactMap(\.text)
        let indexes = (info["RegistryConfig"]?["IndexConfigs"]?.members ?? []).filter {
            $0.value["Secure"]?.flag == false
        }
        let outside = registries.filter { !$0.hasPrefix("127.") && !$0.hasPrefix("::1") } + indexes.map(\.key)
        replace(.insecureRegistries, .list(outside))
    }

    /// Before Docker 27 it was off by default, and counted only together with experimental features (moby#47747).
    private static func managesIP6Tables(_ settings: DaemonSettings, _ version: String, _ info: JSONNode) -> Value {
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }) else {
            return .unknown(.notStated("no version"))
        }
        if major >= 27 { return .flag(settings.flag("ip6tables", default: true)) }
        let isExperimental = info["ExperimentalBuild"]?.flag ?? false
        return .flag(isExperimental && settings.flag("ip6tables", default: false))
    }

    func kernelHasAppArmor() async -> Bool {
        await surface.text("/sys/module/apparmor/parameters/enabled").content?.hasPrefix("Y") ?? false
    }

    private func bridge(into record: inout Record) async {
        guard let options = await answer("/networks/bridge").content?["Options"] else { return }
        if let icc = options["com.docker.network.bridge.enable_icc"]?.text {
            record[.interContainer] = .flag(icc == "true")
        }
    }

    /// The engine's maintained lines as of November 2026: 25.0 (by Mirantis), 28 and newer; distributions carry fixes
    /// back to older ones under the same number, so those could not be determined.
    private static func isSupported(_ version: String) -> Value {
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }) else {
            return .unknown(.notStated("no version"))
        }
        if major >= 28 || major == 25 { return true }
        return version.contains("dfsg") || version.contains("ubuntu") || [20, 24, 26].contains(major)
            ? .unknown(.notStated("Docker \(version) gets fixes from a distribution only, if at all")) : false
    }
}
