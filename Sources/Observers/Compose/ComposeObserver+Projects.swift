import Catalog
import Documents
import Hardening
import Surface

extension ComposeObserver {
    /// What it takes to change OpenClaw's services, one record a service, named as in `composeServices`.
    func composeProjects() async throws(Unknown) -> [Record]? {
        let (services, errors) = await openclawServices()
        let containers = await docker.dockerContainers().content ?? []
        var records: [Record] = []
        var given: Set<String> = []
        for service in services {
            let directory = Path.parent(service.file)
            var record = Record("service \(service.name) in \(service.file)")
            let files = await composeProjectFiles().first { $0.first == service.file } ?? [service.file]
            let container = containers.first { container in
                container.label("com.docker.compose.service") == service.name
                    && container.isMade(from: files)
                    && container.label("com.docker.compose.oneoff") != "True"
            }
            record[.composeService] = .text(service.name)
            // A service without a container is of the project that the others are of.
            let member = container ?? containers.first { $0.isMade(from: files) }
            record[.composeDirectory] = .text(
                member?.label("com.docker.compose.project.working_dir") ?? directory
            )
            record[.composeProject] = .text(
                member?.label("com.docker.compose.project") ?? Self.projectName(directory)
            )
            record[.composeFiles] = .list(files)
            record[.composeSiblings] = .list(services.filter { $0.file == service.file }.map(\.name))
            record[.composeSettings] = .text(Self.settingsFile(files))
            record[.composeVersion] = await formatVersion(service.file)
            let limits = service.node["deploy"]?["resources"]?["limits"]
            record[.deployLimits] = .list((limits?.entries ?? []).map(\.key))
            let server = await self.containers.serverSize()
            record[.processors] = Self.shareable(service, server)
            record[.memoryOfServer] = server.memory.map { .number($0) } ?? .unset
            record[.container] = container.map { .text($0.name) } ?? .unset
            record[.containerIsRunning] = .flag(container?.isRunning ?? false)
            record[.runsGateway] = .flag(Self.isGateway(service))
            record[.stopGrace] = ComposeReader(service.node).stopGrace.map { .number($0) } ?? .unset
            record[.composeHost] = service.node["hostname"]?.text.map { .text($0) } ?? .unset
            record[.containerHost] = Self.hostName(container, service)
            await describeNetworks(service, container, given, into: &record)
            if case .text(let address) = record[.proxyNetworkAddress] { given.insert(address) }
            record[.gatewayListensOn] = .number(Self.gatewayPort(service))
            record[.publishedOn] = .list(ComposeReader(service.node).ports.map { ComposeReader.resolved($0.host) })
            record[.dangerousMounts] = .list(service.dangerousMounts.map(\.source))
            record[.logDriver] =
                container?.node["HostConfig"]?["LogConfig"]?["Type"]?.text.map { .text($0) }
                ?? service.node["logging"]?["driver"]?.text.map { .text($0) } ?? .unset
            // Nothing of what is not trusted is given to compose, not even to look at it.
            let distrusted = await distrust(of: files, in: record[.composeDirectory].description)
            record[.composeBlocker] = distrusted.map { .text($0) } ?? .unset
            if let container {
                await describe(container, service, into: &record)
            } else {
                Self.unmade(into: &record)
                if let sibling = Self.sibling(of: service, services, containers) {
                    await describe(imageOf: sibling, into: &record)
                    await data(of: sibling, into: &record)
                }
            }
            if record[.composeBlocker] == .unset, let other = service.layers.first(where: { !files.contains($0.file) })
            {
                record[.composeBlocker] = .text(
                    service.isIncluded
                        ? "it comes from \(other.file), which is included and must be changed there"
                        : "it extends a service of \(other.file), which must be changed there"
                )
            }
            if record[.composeBlocker] == .unset, let why = await unchangeable(service, files) {
                record[.composeBlocker] = .text(why)
            }
            if distrusted == nil, let other = containers.first(where: { $0.isMade(partlyFrom: files) }) {
                record[.composeBlocker] = .text(
                    "the container \(other.name) was made from some of its files, and not as the others"
                )
            }
            records.append(record)
        }
        records += await containersWithoutService(records, errors)
        return records.isEmpty ? nil : records
    }

    /// How many processors a share can be given of.
    private static func shareable(_ service: ComposeService, _ server: ServerSize) -> Value {
        // Docker takes one way to say it and no other beside it.
        if let key = ["cpu_quota", "cpu_period", "cpu_count", "cpu_percent"].first(where: { service.node[$0] != nil }) {
            return .unknown(.notModeled("its files set \(key), which Docker takes no other share beside"))
        }
        if let why = server.processorDoubt { return .unknown(why) }
        return server.processors.map { .number($0) } ?? .unset
    }

    private func describeNetworks(
        _ service: ComposeService,
        _ container: ContainerDetail?,
        _ given: Set<String>,
        into record: inout Record
    ) async {
        let names = (service.node["networks"]?.entries ?? []).map(\.key) + ComposeReader(service.node).texts("networks")
        record[.serviceNetworks] = .list(names.filter { $0 != ProxyNetwork.name })
        record[.proxyNetworkIsSet] = .flag(names.contains(ProxyNetwork.name))
        let project = record[.composeProject].description
        record[.proxyNetworkAddress] = await proxyAddress(of: service, project: project, besides: given)
        let live = container.flatMap { OpenClawContainer($0).proxyNetwork }
        record[.containerProxyAddress] = live.map { .text($0.container) } ?? .unset
    }

    /// A service that no container was made from: there is nothing to be lost, and nothing to look at.
    private static func unmade(into record: inout Record) {
        for field in [Field.imageUser, .nodeOptions, .memoryUsed, .dataOwner, .dataBlocker] {
            record[field] = .unset
        }
        for field in [Field.imagePrograms, .writtenPaths, .dataOfRoot] { record[field] = [] }
    }

    /// The container's host name, where it is its own: on a network or among the names of others it has none.
    private static func hostName(_ container: ContainerDetail?, _ service: ComposeService) -> Value {
        guard let name = container?.node["Config"]?["Hostname"]?.text, !name.isEmpty,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }),
            container?.node["HostConfig"]?["UTSMode"]?.text != "host"
        else { return .unset }
        let network = service.node["network_mode"]?.text ?? ""
        let isShared = network == "host" || network.hasPrefix("service:") || network.hasPrefix("container:")
        return isShared ? .unset : .text(name)
    }

    /// Why root gives none of these files to Docker, nor what they take their variables from.
    public func distrust(of files: [String], in directory: String) async -> String? {
        let bases = Set([directory, files.first.map(Path.parent) ?? directory])
        let all = files + [Self.settingsFile(files)] + bases.sorted().map { Path.join($0, ".env") }
        for file in all {
            if let why = await author(ofComposeFile: file).objection { return why }
        }
        // Only what is trusted is asked what else it has Docker read.
        switch await composeReferences(of: files, in: directory) {
        case .absent: return nil
        case .unreadable(let why): return "what its files include could not be determined: \(why)"
        case .found(let more):
            for file in more {
                if let why = await author(ofComposeFile: file).objection { return why }
            }
            return nil
        }
    }

    /// The container of another service that is made from the same image by the same files.
    ///
    /// A command line beside the gateway has the gateway's image and works on the gateway's data.
    private static func sibling(
        of service: ComposeService,
        _ services: [ComposeService],
        _ containers: [ContainerDetail]
    ) -> ContainerDetail? {
        guard let image = service.node["image"]?.text else { return nil }
        let others = services.filter {
            $0.file == service.file && $0.name != service.name && $0.node["image"]?.text == image
        }
        return containers.first { container in
            container.composeFiles.contains(service.file) && container.label("com.docker.compose.oneoff") != "True"
                && others.contains { $0.name == container.label("com.docker.compose.service") }
        }
    }

    /// Compose's own rule: lower case, and nothing but letters, digits, `-` and `_`.
    static func projectName(_ directory: String) -> String {
        let name = Path.name(directory).lowercased().filter {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
        }
        return String(name.drop { $0 == "-" || $0 == "_" })
    }

    /// The override that compose finds by itself, there or not; the last of files that are always given by name.
    private static func settingsFile(_ files: [String]) -> String {
        guard let first = files.first, let last = files.last else { return "" }
        if files.count > 1 { return last }
        guard composeNames.contains(Path.name(first)) else { return first }
        // Found by every compose, old and new, whatever the first file is called.
        return Path.join(Path.parent(first), "docker-compose.override.yml")
    }

    /// Why the files cannot be changed losslessly, found out by trying.
    private func unchangeable(_ service: ComposeService, _ files: [String]) async -> String? {
        for path in files + [Self.settingsFile(files)] {
            guard case .found(let text) = await surface.text(path) else { continue }
            do throws(SyntaxError) {
                var compose = try ComposeText(text)
                if path == Self.settingsFile(files) { try compose.set(true, at: ["read_only"], of: service.name) }
                try compose.publishOnLoopback(service.name)
                for key in ["volumes", "cap_add", "security_opt"] {
                    try compose.remove(from: key, of: service.name) { _ in true }
                }
            } catch {
                return "\(path), \(error)"
            }
        }
        return nil
    }

    private func formatVersion(_ file: String) async -> Value {
        guard let text = await surface.text(file).content, let document = try? YAMLDocument(text) else { return .unset }
        return document.root["version"]?.text.map { .text($0) } ?? .unset
    }

    private static func gatewayPort(_ service: ComposeService) -> Int {
        let reader = ComposeReader(service.node)
        let ports = reader.ports.compactMap { Int($0.container) }
        let named = reader.environment.last { $0.name == "OPENCLAW_GATEWAY_PORT" }?.value
        if let port = named.flatMap({ Int(ComposeReader.resolved($0)) }) { return port }
        return ports.contains(18789) ? 18789 : ports.first ?? 18789
    }

    private func describe(_ container: ContainerDetail, _ service: ComposeService, into record: inout Record) async {
        let identifier = container.node["Id"]?.text ?? ""
        await describe(imageOf: container, into: &record)
        record[.nodeOptions] = container.environment["NODE_OPTIONS"].map { .text($0) } ?? .unset
        let usage = await docker.answer("/containers/\(identifier)/stats?stream=0&one-shot=1").content?["memory_stats"]
        let cache = usage?["stats"]?["inactive_file"]?.integer ?? 0
        record[.memoryUsed] = usage?["usage"]?.integer.map { .number($0 - cache) } ?? .unset
        record[.writtenPaths] = await writtenPaths(of: container)
        await data(of: container, into: &record)
        if record[.composeBlocker] == .unset, let why = await blocker(container, service, record) {
            record[.composeBlocker] = .text(why)
        }
    }

    private func describe(imageOf container: ContainerDetail, into record: inout Record) async {
        let image = await docker.answer("/images/\(container.node["Image"]?.text ?? "")/json").content
        let user = image?["Config"]?["User"]?.text ?? ""
        record[.imageUser] = user.isEmpty ? "root" : .text(user)
        record[.imagePrograms] = .list(await programs(of: container.node["Id"]?.text ?? ""))
    }

    /// The first of each kind that is there; asked by `HEAD`, which names a file without sending it.
    private func programs(of container: String) async -> [String] {
        let kinds = [
            ["/usr/local/bin/node", "/usr/bin/node"], ["/usr/bin/curl", "/bin/curl"], ["/usr/bin/wget", "/bin/wget"],
            ["/bin/busybox", "/usr/bin/busybox"],
        ]
        var found: [String] = []
        for kind in kinds {
            for path in kind {
                let head = "HEAD /containers/\(container)/archive?path=\(path) HTTP/1.0\r\n\r\n"
                let end = Array("\r\n\r\n".utf8)
                let answer = await surface.exchange(Array(head.utf8), socket: DockerObserver.dockerSocket, until: end)
                let status = answer.content.map { String(decoding: $0.prefix(64), as: UTF8.self) } ?? ""
                guard status.split(separator: " ").dropFirst().first == "200" else { continue }
                found.append(path)
                break
            }
        }
        return found
    }

    /// What the container added or changed in its own file system, but for the directories above it and above mounts.
    private func writtenPaths(of container: ContainerDetail) async -> Value {
        // The daemon walks the whole file system for it, which takes seconds where a program keeps thousands of files.
        let changes = await docker.answer("/containers/\(container.node["Id"]?.text ?? "")/changes", seconds: 60)
        guard case .found(let node) = changes else {
            if case .unreadable(let why) = changes { return .unknown(why) }
            return []
        }
        let mounts = (container.node["Mounts"]?.items ?? []).compactMap { $0["Destination"]?.text }
        let paths = (node.items ?? []).compactMap { $0["Path"]?.text }
        // `/var/run` of an image is often a link to `/run`.
        let inner = mounts + mounts.filter { $0.hasPrefix("/var/run/") }.map { String($0.dropFirst(4)) }
        let leaves = Self.leaves(paths).filter { path in !inner.contains { Path.isInside($0, path) } }
        return .list(leaves)
    }

    /// The paths below which there is none, in the order of their names.
    ///
    /// With a slash at its end, a path comes just before what lies below it.
    static func leaves(_ paths: [String]) -> [String] {
        let sorted = Set(paths).map { ($0, Array(($0 == "/" ? $0 : $0 + "/").utf8)) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }
        return sorted.indices.filter { index in
            let next = index + 1
            return next == sorted.endIndex || !sorted[next].1.starts(with: sorted[index].1)
        }
        .map { sorted[$0].0 }
    }

    /// Whose the files are that the container may write on this server.
    private func data(of container: ContainerDetail, into record: inout Record) async {
        var owners: Set<String> = []
        var ofRoot: [String] = []
        var pending = (container.node["Mounts"]?.items ?? []).compactMap { mount -> String? in
            guard mount["RW"]?.flag ?? true, let source = mount["Source"]?.text else { return nil }
            return mount["Type"]?.text == "volume" || ContainersObserver.mountKind(source) == "data" ? source : nil
        }
        var seen = 0
        record[.dataBlocker] = .unset
        while let path = pending.popLast() {
            seen += 1
            guard seen <= Self.mostData else {
                record[.dataBlocker] = .text("more than \(Self.mostData) files")
                break
            }
            guard case .found(let status) = await surface.status(path), !status.isLink else { continue }
            if status.owner == 0 { ofRoot.append(path) } else { owners.insert("\(status.owner):\(status.group)") }
            guard status.kind == .directory else { continue }
            // Files that are about to be renamed are gone before anything is put.
            let names = (await surface.entries(path).content ?? []).filter { !$0.hasSuffix(".tmp") }
            pending += names.map { Path.join(path, $0) }
        }
        if owners.count > 1 { record[.dataBlocker] = .text("files of \(owners.sorted().joined(separator: " and "))") }
        record[.dataOwner] = owners.count == 1 ? owners.first.map { .text($0) } ?? .unset : .unset
        record[.dataOfRoot] = .list(ofRoot.sorted())
    }

    private static let mostData = 2000
}

extension ContainerDetail {
    func label(_ name: String) -> String? { labels.last { $0.key == name }?.value.text }

    /// The files that it was made from, as far as it tells where they are.
    var composeFiles: [String] {
        let directory = label("com.docker.compose.project.working_dir") ?? ""
        return (label("com.docker.compose.project.config_files") ?? "").split(separator: ",").map { file in
            // The old docker-compose writes them down as they were given.
            file.hasPrefix("/") || !directory.hasPrefix("/")
                ? String(file) : Path.resolve(String(file), from: directory)
        }
    }

    /// Whether these files, and no others, are what it was made from; an override may have come since.
    func isMade(from files: [String]) -> Bool {
        let own = composeFiles
        return !own.isEmpty && own.first == files.first && Set(own).isSubset(of: files)
    }

    /// Whether it was made from some of these files, but not as a container of their project is.
    func isMade(partlyFrom files: [String]) -> Bool {
        label("com.docker.compose.oneoff") != "True" && !isMade(from: files)
            && !Set(composeFiles).isDisjoint(with: files)
    }
}
