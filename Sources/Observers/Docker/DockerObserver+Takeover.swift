import Catalog
import Documents
public import Surface

/// A container that runs, told apart from one that was started anew.
public struct RunningContainer: Hashable, Sendable {
    public let identifier: String
    public let name: String
    /// As the daemon writes it.
    public let startedAt: String
    public let process: Int
}

extension DockerObserver {
    /// The containers that run, but for those that fail and are started over and over.
    public func runningContainers() async -> Reading<[RunningContainer]> {
        await dockerContainers().map { all in
            all.filter { $0.isRunning && $0.node["State"]?["Restarting"]?.flag != true }.map { container in
                RunningContainer(
                    identifier: container.node["Id"]?.text ?? "",
                    name: container.name,
                    startedAt: container.node["State"]?["StartedAt"]?.text ?? "",
                    process: container.node["State"]?["Pid"]?.integer ?? 0
                )
            }
        }
    }

    /// Whether the daemon leaves containers running while it restarts, as it says itself.
    public func keepsContainers() async -> Bool {
        await answer("/info").content?["LiveRestoreEnabled"]?.flag ?? false
    }

    /// The arguments the daemon runs with, without the program's name.
    public func daemonOptions() async -> [String] { Array(await daemonSettings().arguments.dropFirst()) }

    /// Settings of daemon.json that the running daemon does not follow, by name; none where it follows them all.
    ///
    /// Those that it has from its command line count as the file's. What a container made now was given tells about
    /// the defaults for containers, which the daemon itself does not report.
    ///
    /// Here `container` is what inspecting a container says that was made now with nothing but defaults.
    public func unfollowedSettings(container: [UInt8]?) async -> Reading<[String]> {
        let settings = await daemonSettings()
        if let why = settings.hidden ?? settings.error.map({ .malformed($0) }) { return .unreadable(why) }
        let info: JSONNode
        switch await answer("/info") {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let node): info = node
        }
        var unfollowed: [String] = []
        func compare<Content: Equatable>(_ key: String, _ wanted: Content, _ real: Content) {
            if wanted != real { unfollowed.append(key) }
        }
        let options = (info["SecurityOptions"]?.items ?? []).compactMap(\.text)
        func has(_ option: String) -> Bool { options.contains { $0.hasPrefix("name=\(option)") } }
        compare(
            "live-restore",
            settings.flag("live-restore", default: false),
            info["LiveRestoreEnabled"]?.flag ?? false
        )
        compare("experimental", settings.flag("experimental", default: false), info["ExperimentalBuild"]?.flag ?? false)
        let isUnconfined = settings.node("seccomp-profile")?.text == "unconfined"
        if !settings.flags.contains("seccomp-profile"), has("seccomp") {
            compare("seccomp-profile", isUnconfined, options.contains("name=seccomp,profile=unconfined"))
        }
        if !settings.flags.contains("log-driver") {
            let driver = settings.node("log-driver")?.text ?? "json-file"
            compare("log-driver", driver, info["LoggingDriver"]?.text ?? driver)
        }
        let warnings = (info["Warnings"]?.items ?? []).compactMap(\.text)
        if settings.tcpHosts.isEmpty, warnings.contains(where: { $0.contains("API is accessible on http") }) {
            unfollowed.append("hosts")
        }
        if await kernelHasAppArmor(), case .found = await surface.status("/usr/sbin/apparmor_parser"), !has("apparmor")
        {
            unfollowed.append("AppArmor")
        }
        if let container, let node = try? JSONDocument(container, dialect: .json).root {
            unfollowed += Self.unfollowed(settings, by: node)
        }
        return .found(unfollowed)
    }

    private static func unfollowed(_ settings: DaemonSettings, by container: JSONNode) -> [String] {
        var unfollowed: [String] = []
        let host = container["HostConfig"]
        if !settings.flags.contains("log-opts") {
            let real = texts(host?["LogConfig"]?["Config"])
            if texts(settings.node("log-opts")) != real { unfollowed.append("log-opts") }
        }
        // What runs in it asks the kernel, and ends with the answer; Docker 20.10 does not say it of itself.
        if let code = container["State"]?["ExitCode"]?.integer {
            let wanted = settings.flag("no-new-privileges", default: false)
            if wanted != (code == 1) { unfollowed.append("no-new-privileges") }
        }
        if !settings.flags.contains("default-ulimits") {
            let real = (host?["Ulimits"]?.items ?? []).map { limit($0, $0["Name"]?.text) }
            let wanted = (settings.node("default-ulimits")?.members ?? []).map { limit($0.value, $0.key) }
            if Set(wanted) != Set(real) { unfollowed.append("default-ulimits") }
        }
        return unfollowed
    }

    private static func texts(_ node: JSONNode?) -> [String: String] {
        Dictionary((node?.members ?? []).compactMap { member in member.value.text.map { (member.key, $0) } }) { $1 }
    }

    private static func limit(_ node: JSONNode, _ name: String?) -> [String] {
        [name ?? "", String(node["Soft"]?.integer ?? 0), String(node["Hard"]?.integer ?? 0)]
    }
}
