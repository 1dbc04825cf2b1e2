import Documents

/// What a container has of the server, by what it was made with.
struct ContainerReach {
    /// What hands the server to whoever is root in the container.
    private(set) var ways: [String] = []
    /// What takes a wall away, or shows the container what is not its own, and is not the server yet.
    private(set) var gaps: [String] = []

    private let host: JSONNode?
    private let sharesNetwork: Bool

    /// Where `hasRemappedRoot` says that root in containers is somebody else outside, a namespace of the server's own
    /// users takes that back.
    init(_ container: ContainerDetail, mounts: [ContainerMount], hasRemappedRoot: Bool) {
        host = container.node["HostConfig"]
        sharesNetwork = host?["NetworkMode"]?.text == "host"
        let isPrivileged = host?["Privileged"]?.flag ?? false
        if isPrivileged { ways.append("privileged") }
        for mount in mounts { judge(mount) }
        namespaces(hasRemappedRoot: hasRemappedRoot)
        // All of these come with it.
        guard !isPrivileged else { return }
        capabilities()
        devices()
        profiles(container)
    }

    private func texts(_ key: String) -> [String] { (host?[key]?.items ?? []).compactMap(\.text) }

    private mutating func judge(_ mount: ContainerMount) {
        switch ServerPlace(mount.real, isWritable: mount.isWritable, at: mount.target) {
        case .engine: ways.append("the container engine's socket, by \(mount.words)")
        case .manager: ways.append("systemd's socket, by \(mount.words)")
        case .system: ways.append("writes to \(mount.words)")
        case .partly where mount.isWritable: gaps.append("writes to \(mount.words)")
        case .partly: gaps.append("reads \(mount.words)")
        case .other: break
        }
    }

    private mutating func namespaces(hasRemappedRoot: Bool) {
        let shared = [
            ("network", "NetworkMode"), ("processes", "PidMode"), ("IPC", "IpcMode"), ("users", "UsernsMode"),
        ]
        for (name, key) in shared where host?[key]?.text == "host" {
            if key == "UsernsMode", !hasRemappedRoot { continue }
            gaps.append("the server's \(name)")
        }
    }

    /// With one of these root in the container is root outside of it. capabilities(7)
    private static let fatal: Set<String> = ["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "DAC_READ_SEARCH"]
    /// They change nothing outside of what is the container's own.
    private static let harmless: Set<String> = [
        "NET_ADMIN", "NET_BROADCAST", "SYS_NICE", "SYS_RESOURCE", "IPC_LOCK", "IPC_OWNER", "LEASE", "WAKE_ALARM",
        "BLOCK_SUSPEND",
    ]

    private mutating func capabilities() {
        for name in ContainersObserver.beyondDefault(texts("CapAdd")) {
            if Self.fatal.contains(name) || name == "SYS_PTRACE" && host?["PidMode"]?.text == "host" {
                ways.append("the capability \(name)")
            } else if !Self.harmless.contains(name) {
                gaps.append("the capability \(name)")
            } else if name == "NET_ADMIN", sharesNetwork {
                gaps.append("the capability NET_ADMIN over the server's network")
            }
        }
    }

    private mutating func devices() {
        for device in (host?["Devices"]?.items ?? []).compactMap({ $0["PathOnHost"]?.text }) {
            if Self.isStorage(device) {
                ways.append("the device \(device)")
            } else if !Self.isOrdinary(device) {
                gaps.append("the device \(device)")
            }
        }
        // Every container may make nodes for what such a rule opens.
        for rule in texts("DeviceCgroupRules") {
            let isStorage = ["a", "b"].contains(rule.prefix(1)) || rule.hasPrefix("c 1:") || rule.hasPrefix("c *:")
            if isStorage {
                ways.append("devices by the rule \(rule)")
            } else {
                gaps.append("devices by the rule \(rule)")
            }
        }
    }

    /// Disks, and the machine's memory.
    private static func isStorage(_ device: String) -> Bool {
        if ["/dev", "/dev/mem", "/dev/kmem", "/dev/port"].contains(device) { return true }
        let names = [
            "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "dm-", "md", "loop", "nbd", "zd", "ram", "mapper/", "disk/",
            "block/", "vg", "root", "pmem",
        ]
        return device.hasPrefix("/dev/") && names.contains(where: device.dropFirst(5).hasPrefix)
    }

    /// What belongs to no server's data: tunnels, graphics, sound, serial lines and the like.
    private static func isOrdinary(_ device: String) -> Bool {
        let names = [
            "net/tun", "fuse", "dri", "kvm", "snd", "null", "zero", "random", "urandom", "nvidia", "video", "ttyUSB",
            "ttyACM", "ttyS", "serial", "bus/usb", "usb", "hwrng", "rtc", "i2c", "gpio", "spi", "input", "kfd", "apex",
            "vchiq", "tpm", "ppp", "cuse",
        ]
        return device.hasPrefix("/dev/") && names.contains(where: device.dropFirst(5).hasPrefix)
    }

    private mutating func profiles(_ container: ContainerDetail) {
        let options = texts("SecurityOpt").map { $0.replacing("=", with: ":") }
        switch SeccompProfile.option(texts("SecurityOpt")).map({ SeccompProfile.judged($0) }) {
        case SeccompProfile.unconfined: gaps.append("no seccomp profile")
        case SeccompProfile.loose: gaps.append("a loose seccomp profile")
        default: break
        }
        if options.contains("apparmor:unconfined") || container.node["AppArmorProfile"]?.text == "unconfined" {
            gaps.append("no AppArmor profile")
        }
        // `--security-opt systempaths=unconfined`: the kernel's settings for the whole machine can be written.
        if options.contains("systempaths:unconfined") || host?["ReadonlyPaths"]?.items?.isEmpty == true {
            ways.append("the kernel's settings in /proc, writable")
        } else if host?["MaskedPaths"]?.items?.isEmpty == true {
            gaps.append("what the kernel shows root alone in /proc")
        }
    }
}

/// A file or directory of the server that a container has.
struct ContainerMount: Sendable {
    /// As it was asked for.
    let source: String
    /// Where links on the way lead.
    let real: String
    let target: String
    let isWritable: Bool

    var words: String { source == real ? source : "\(source), which is \(real)" }
}
