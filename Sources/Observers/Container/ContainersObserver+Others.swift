import Catalog
import Documents
import Hardening
import Surface

extension ContainersObserver {
    /// Containers of others than OpenClaw, that run or are started by themselves; absent where there are none.
    func otherContainers() async throws(Unknown) -> [Record]? {
        var beyond: Int?
        let found: [ContainerDetail]?
        if surface.daemonsAnswer {
            found = try await docker.dockerContainers().get()
            beyond = await docker.answer("/containers/json?all=1").content?.items.map {
                $0.count - DockerObserver.mostContainers
            }
        } else if await !docker.hasDocker() {
            found = nil
        } else if await docker.neverHadContainers() {
            found = nil
        } else {
            found = try await storedContainers()
        }
        guard let found else { return nil }
        var records: [Record] = []
        for container in found where !container.isOpenClaw && container.comesBack {
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

    private func otherContainer(_ container: ContainerDetail) async -> Record {
        var mounts: [ContainerMount] = []
        var doubt: Unknown?
        for mount in container.mountPoints {
            do throws(Unknown) {
                if let found = try await self.mount(mount) { mounts.append(found) }
            } catch {
                doubt = error.saying("\(mount["Destination"]?.text ?? "a mount"): \(error)")
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
    private func mount(_ node: JSONNode) async throws(Unknown) -> ContainerMount? {
        let kind = node["Type"]?.text ?? "bind"
        var source = node["Source"]?.text ?? ""
        var isWritable = node["RW"]?.flag ?? true
        switch kind {
        case "bind": break
        case "volume":
            guard let bound = try await boundVolume(node["Name"]?.text ?? "", driver: node["Driver"]?.text ?? "local")
            else { return nil }
            source = bound.place
            isWritable = isWritable && !bound.isReadOnly
        default: return nil
        }
        guard source.hasPrefix("/") else {
            throw Unknown.notStated("where its source \(source) lies is not known")
        }
        let target = node["Destination"]?.text ?? node["Target"]?.text ?? ""
        guard let real = try await gatewayUnits.end(of: Path.resolve(source, from: "/")).get() else {
            throw Unknown.tooLarge("links of \(source) lead in a circle")
        }
        // A volume may lie on a disk of the server.
        let isDevice = real.path.hasPrefix("/dev/") && kind == "volume"
        let place = isDevice ? "/" : real.path
        return ContainerMount(
            source: Path.resolve(source, from: "/"),
            real: place,
            target: target,
            isWritable: isWritable
        )
    }

    /// What of the server a volume of Docker's own driver stands for; absent where it is a directory of its own.
    private func boundVolume(_ name: String, driver: String) async throws(Unknown) -> (place: String, isReadOnly: Bool)?
    {
        guard driver == "local" else { return nil }
        let options: JSONNode?
        if surface.daemonsAnswer {
            guard let answer = try await docker.answer("/volumes").get() else {
                throw Unknown.notStated("Docker does not say what the volume \(name) is")
            }
            guard let volume = answer["Volumes"]?.items?.first(where: { $0["Name"]?.text == name }) else {
                throw Unknown.notStated("Docker does not say what the volume \(name) is")
            }
            options = volume["Options"]
        } else {
            guard !name.isEmpty, !name.contains("/") else { throw Unknown.malformed("a volume without a name") }
            let root = await docker.daemonSettings().text("data-root") ?? "/var/lib/docker"
            guard let content = try await surface.file(Path.join(root, "volumes/\(name)/opts.json")).get() else {
                return nil
            }
            guard let document = try? JSONDocument(content.bytes, dialect: .json) else {
                throw Unknown.failed("the options of the volume \(name) cannot be read")
            }
            options = document.root
        }
        let device = options?["device"]?.text ?? options?["MountDevice"]?.text ?? ""
        let flags = (options?["o"]?.text ?? options?["MountOpts"]?.text ?? "").split(separator: ",")
        guard device.hasPrefix("/") else { return nil }
        return (device, flags.contains("ro"))
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
