import Catalog
import Documents
import Hardening
import Surface

extension ContainersObserver {
    /// Containers of others than OpenClaw, that run or are started by themselves; absent where there are none.
    func otherContainers() async throws(Unknown) -> [Record]? {
        var beyond: Int?
        let found: Reading<[ContainerDetail]>
        if surface.daemonsAnswer {
            found = await docker.dockerContainers()
            beyond = await docker.answer("/containers/json?all=1").content?.items.map {
                $0.count - DockerObserver.mostContainers
            }
        } else if await !docker.hasDocker() {
            found = .absent
        } else if await docker.neverHadContainers() {
            found = .absent
        } else {
            found = await storedContainers()
        }
        switch found {
        case .absent: return nil
        case .unreadable(let why): throw why
        case .found(let all):
            var records: [Record] = []
            for container in all where !container.isOpenClaw && container.comesBack {
                records.append(await otherContainer(container))
            }
            if let beyond, beyond > 0 {
                let why = Unknown.tooLarge("only the first \(DockerObserver.mostContainers) containers were looked at")
                records.append(
                    Record(
                        "\(beyond) more containers",
                        [.waysToServer: .unknown(why), .openedWalls: .unknown(why)]
                    )
                )
            }
            return records.isEmpty ? nil : records
        }
    }

    private func otherContainer(_ container: ContainerDetail) async -> Record {
        var mounts: [ContainerMount] = []
        var doubt: Unknown?
        for mount in container.mountPoints {
            switch await self.mount(mount) {
            case .absent: continue
            case .unreadable(let why): doubt = why.saying("\(mount["Destination"]?.text ?? "a mount"): \(why)")
            case .found(let found): mounts.append(found)
            }
        }
        let reach = ContainerReach(container, mounts: mounts, hasRemappedRoot: await remapsRoot())
        func value(_ items: [String]) -> Value {
            // What is seen is enough for a finding; what is not may hide one.
            if items.isEmpty, let doubt { return .unknown(doubt) }
            return .list(items)
        }
        return Record(
            "container \(container.name)",
            [
                .containerImage: .text(container.image),
                .containerPurpose: KnownHelper.purpose(of: container.image).map { .text($0) } ?? .unset,
                .waysToServer: value(reach.ways),
                .openedWalls: value(reach.gaps),
            ]
        )
    }

    /// What a mount shows of the server; absent where it is nothing of it.
    private func mount(_ node: JSONNode) async -> Reading<ContainerMount> {
        let kind = node["Type"]?.text ?? "bind"
        var source = node["Source"]?.text ?? ""
        var isWritable = node["RW"]?.flag ?? true
        switch kind {
        case "bind": break
        case "volume":
            switch await boundVolume(node["Name"]?.text ?? "", driver: node["Driver"]?.text ?? "local") {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let bound):
                source = bound.place
                isWritable = isWritable && !bound.isReadOnly
            }
        default: return .absent
        }
        guard source.hasPrefix("/") else {
            return .unreadable(.notStated("where its source \(source) lies is not known"))
        }
        let target = node["Destination"]?.text ?? node["Target"]?.text ?? ""
        switch await gatewayUnits.end(of: Path.resolve(source, from: "/")) {
        case .unreadable(let why): return .unreadable(why)
        case .absent: return .unreadable(.tooLarge("links of \(source) lead in a circle"))
        case .found(let real):
            let source = Path.resolve(source, from: "/")
            // A volume may lie on a disk of the server.
            let isDevice = real.path.hasPrefix("/dev/") && kind == "volume"
            let place = isDevice ? "/" : real.path
            return .found(ContainerMount(source: source, real: place, target: target, isWritable: isWritable))
        }
    }

    /// What of the server a volume of Docker's own driver stands for; absent where it is a directory of its own.
    private func boundVolume(_ name: String, driver: String) async -> Reading<(place: String, isReadOnly: Bool)> {
        guard driver == "local" else { return .absent }
        let options: JSONNode?
        if surface.daemonsAnswer {
            switch await docker.answer("/volumes") {
            case .absent: return .unreadable(.notStated("Docker does not say what the volume \(name) is"))
            case .unreadable(let why): return .unreadable(why)
            case .found(let answer):
                guard let volume = answer["Volumes"]?.items?.first(where: { $0["Name"]?.text == name }) else {
                    return .unreadable(.notStated("Docker does not say what the volume \(name) is"))
                }
                options = volume["Options"]
            }
        } else {
            guard !name.isEmpty, !name.contains("/") else { return .unreadable(.malformed("a volume without a name")) }
            let root = await docker.daemonSettings().text("data-root") ?? "/var/lib/docker"
            switch await surface.file(Path.join(root, "volumes/\(name)/opts.json")) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let content):
                guard let document = try? JSONDocument(content.bytes, dialect: .json) else {
                    return .unreadable(.failed("the options of the volume \(name) cannot be read"))
                }
                options = document.root
            }
        }
        let device = options?["device"]?.text ?? options?["MountDevice"]?.text ?? ""
        let flags = (options?["o"]?.text ?? options?["MountOpts"]?.text ?? "").split(separator: ",")
        guard device.hasPrefix("/") else { return .absent }
        return .found((device, flags.contains("ro")))
    }

    /// Whether root in containers is another account outside, unless they say otherwise.
    private func remapsRoot() async -> Bool {
        if let options = await docker.answer("/info").content?["SecurityOptions"]?.items {
            return options.compactMap(\.text).contains { $0.hasPrefix("name=userns") }
        }
        return await docker.daemonSettings().text("userns-remap")?.isEmpty == false
    }
}

extension ContainerDetail {
    /// Whether it runs, or Docker starts it by itself: out of what never runs nobody breaks.
    fileprivate var comesBack: Bool {
        let policy = node["HostConfig"]?["RestartPolicy"]?["Name"]?.text ?? "no"
        return isRunning || !["", "no"].contains(policy)
    }

    /// As inspecting shows them, or as the daemon writes them down.
    fileprivate var mountPoints: [JSONNode] {
        node["Mounts"]?.items ?? (node["MountPoints"]?.members ?? []).map(\.value)
    }
}
