import Catalog
import Documents
import Hardening
import Surface

/// One OpenClaw found on the machine: its state directory, its configuration after includes and variables, its version.
struct Installation: Sendable {
    /// The state directory as this machine sees it.
    let directory: String
    /// The main configuration file.
    let configurationPath: String
    let configuration: Configuration
    /// Whether there is a configuration at all; without one the safe defaults hold.
    let hasConfiguration: Bool
    let version: OpenClawVersion?
    /// What told the version.
    let versionSource: String
    /// Why the version is not known, where it is not.
    let versionDoubt: Unknown
    /// The number of the newest state database that its package reads; none where that does not say.
    let stateSchema: Int?
    /// Names of the variables that are set for the gateway, with their values; never shown.
    var variables: [String: String] { given.values }
    /// The same with the lines that set them, and why some may be others.
    let given: GivenVariables
    /// The container that runs it, where one does.
    let container: OpenClawContainer?
    /// Why it could not be determined whether a container runs it.
    let containerDoubt: Unknown?
    /// The unit or process that runs it outside of containers, where one was found.
    let service: GatewayService?
    /// Whether the gateway takes what it runs in for a container, as it does inside of LXC, too.
    let looksLikeContainer: Bool

    /// What the gateway was started with.
    var arguments: [String] { container?.arguments ?? service?.arguments ?? given.arguments }
    /// Why the gateway may have been started with other arguments.
    var argumentsDoubt: Unknown? { container == nil ? service?.argumentsDoubt ?? given.argumentsDoubt : nil }

    /// Why the variables of the gateway's process are not all known.
    var environmentDoubt: Unknown? {
        if let doubt = given.doubt { return doubt }
        if container != nil { return nil }
        guard let service else { return .notObserved("the variables of the gateway's process were not seen") }
        return service.doubt
    }

    var root: Setting { configuration.root }
    /// Whether it only talks to a gateway on another machine, so that no agent runs here.
    var isClient: Bool { root.at("gateway.mode").text == "remote" }
    /// Names the installation in evidence.
    var name: String { directory }
    /// What says of a record that it is about the installation itself.
    var identity: [Field: Value] { [.path: .text(directory), .installation: .text(directory)] }
}

extension InstallationsObserver {
    /// Every OpenClaw on the machine; worked out once.
    func openclawInstallations() async -> Reading<[Installation]> {
        await cache.value { await findInstallations() }
    }

    private func findInstallations() async -> Reading<[Installation]> {
        var found: [Installation] = []
        var hidden = await gateway.namedServices().compactMap(\.objection)
        var beyond: String?
        for candidate in await likeliestFirst(stateDirectories()) where beyond == nil {
            switch await surface.entries(candidate.path) {
            case .absent: continue
            case .unreadable(let why): hidden.append(HiddenPlace(candidate.path, why).why)
            case .found(let names):
                let file = Self.configurationNames.first(where: names.contains)
                let isRun = await gateway.gatewayServices().contains {
                    ByteName($0.stateDirectory) == ByteName(candidate.path)
                }
                guard
                    file != nil || isRun || names.contains("agents") || names.contains("credentials")
                        || candidate.isGiven
                else {
                    continue
                }
                guard found.count < Self.mostInstallations else {
                    beyond = candidate.path
                    continue
                }
                let service = await gateway.gatewayServices().first {
                    ByteName($0.stateDirectory) == ByteName(candidate.path)
                }
                let (path, exists) = await configuration(of: candidate, service, named: file)
                found.append(await installation(candidate, service, configuration: path, exists: exists))
            }
        }
        if let beyond { found.append(Self.unread(beyond)) }
        if found.isEmpty {
            hidden += await hiddenPlaces().map(\.why)
            if let why = hidden.first { return .unreadable(why) }
        }
        // It may run in a container that could not be seen.
        if found.isEmpty, case .unreadable(let why) = await docker.dockerContainers() { return .unreadable(why) }
        return .found(found)
    }

    /// Each is read and judged in full.
    private static let mostInstallations = 100

    /// Where there are too many, what root, containers and persons named comes before what any account can make.
    private func likeliestFirst(_ all: [StateDirectory]) async -> [StateDirectory] {
        guard all.count > Self.mostInstallations else { return all }
        let services = Set(await gateway.gatewayServices().filter { $0.author == 0 }.map(\.stateDirectory))
        var first: [StateDirectory] = []
        var others: [StateDirectory] = []
        for directory in all {
            let isRoots = await surface.status(directory.path).content?.owner == 0
            if directory.container != nil || directory.isGiven || services.contains(directory.path) || isRoots {
                first.append(directory)
            } else {
                others.append(directory)
            }
        }
        return first + others
    }

    /// What stands for those that are not read: nothing is known of them, and everything else is judged as ever.
    private static func unread(_ directory: String) -> Installation {
        let why = Unknown.tooLarge(
            "there are more than \(mostInstallations) state directories of OpenClaw; \(directory) and others after it "
                + "were not read"
        )
        return Installation(
            directory: directory,
            configurationPath: Path.join(directory, configurationNames[0]),
            configuration: Configuration(root: Setting(.unknown(why)), problems: [], files: []),
            hasConfiguration: true,
            version: nil,
            versionSource: why.why,
            versionDoubt: why,
            stateSchema: nil,
            given: GivenVariables(),
            container: nil,
            containerDoubt: why,
            service: nil,
            looksLikeContainer: false
        )
    }

    /// Where the configuration is, and whether it is there; a file mounted over the state directory's own wins.
    private func configuration(
        of candidate: StateDirectory,
        _ service: GatewayService?,
        named file: String?
    ) async -> (String, Bool) {
        let ordinary = Path.join(candidate.path, file ?? Self.configurationNames[0])
        if let container = candidate.container {
            let inside = container.variable("CONFIG_PATH")
            let state = container.statePaths.first { container.outside($0) == candidate.path } ?? ""
            let mounted = container.outside(inside ?? Path.join(state, Self.configurationNames[0]))
            if let mounted, case .found = await surface.status(mounted) { return (mounted, true) }
        } else if let named = service?.configurationPath {
            return (named, true)
        }
        return (ordinary, file != nil)
    }

    private func installation(
        _ candidate: StateDirectory,
        _ service: GatewayService?,
        configuration path: String,
        exists: Bool
    ) async -> Installation {
        var given = await givenVariables(candidate, service)
        let arguments = given.arguments
        await Self.complete(&given, from: Path.join(candidate.path, ".env"), surface)
        // Read after the state directory's own; in a container it would lie in the container.
        let own = Path.join(service?.home ?? Path.parent(candidate.path), ".config/openclaw/gateway.env")
        if candidate.container == nil, arguments.isEmpty, Path.name(candidate.path) == ".openclaw" {
            await Self.complete(&given, from: own, surface)
        }
        var configuration = Configuration(root: Setting(.object([])), problems: [], files: [])
        if exists {
            given.complete("", await configuredVariables(path), from: path)
            let variables = given.values
            let named = (variables["OPENCLAW_INCLUDE_ROOTS"] ?? "").split(separator: ":").map(String.init)
            let isRoots = candidate.container != nil || service.map { $0.author == 0 } ?? false
            let author = isRoots ? 0 : await author(of: Path.join(candidate.path, ".env"))
            var roots: [String] = []
            for root in named where await objection(to: root, namedBy: author) == nil { roots.append(root) }
            let home = Path.parent(path)
            var loader = ConfigurationLoader(surface: surface, directories: [home] + roots, variables: variables)
            configuration = await loader.load(path)
        }
        let touched = configuration.root.at("meta.lastTouchedVersion").text.flatMap { OpenClawVersion($0) }
        var image: (OpenClawVersion, String)?
        if let container = candidate.container {
            image = container.imageVersion.map { ($0, "the tag or label of image \(container.image)") }
            if let inside = await packagedVersion(in: container) { image = inside }
        }
        var known = image
        var doubt: Unknown?
        var package: OpenClawPackage?
        if candidate.container == nil {
            let services = await gateway.gatewayServices().filter {
                ByteName($0.stateDirectory) == ByteName(candidate.path)
            }
            switch await runtime.package(of: candidate, services) {
            case .absent: break
            case .unreadable(let why): doubt = why
            case .found(let found):
                package = found
                known = (found.version, found.path)
            }
        }
        // What the file says it was written by is no word on what runs, where that is in doubt.
        if doubt == nil, known == nil { known = touched.map { ($0, "meta.lastTouchedVersion in \(path)") } }
        let unnamed = doubt ?? .notStated("no package, image tag or meta.lastTouchedVersion names it")
        var containerDoubt: Unknown?
        if candidate.container == nil, service == nil, case .unreadable(let why) = await docker.dockerContainers() {
            containerDoubt = why
        }
        return Installation(
            directory: candidate.path,
            configurationPath: path,
            configuration: configuration,
            hasConfiguration: exists,
            version: known?.0,
            versionSource: known?.1 ?? unnamed.why,
            versionDoubt: unnamed,
            stateSchema: package?.stateSchema,
            given: given,
            container: candidate.container,
            containerDoubt: containerDoubt,
            service: service,
            looksLikeContainer: await isContainer(candidate)
        )
    }

    /// Adds what a `.env` says that nothing before it does.
    private static func complete(
        _ given: inout GivenVariables,
        from path: String,
        _ surface: any Surface
    ) async {
        switch await surface.file(path) {
        case .absent: return
        case .found(let file):
            let text = String(decoding: file.bytes, as: UTF8.self)
            given.complete(text, DotenvFile(file.bytes).values, from: path)
        case .unreadable(let why):
            // What is given already nothing here changes.
            if given.doubt == nil {
                given.settled.formUnion(given.values.keys)
                given.doubt = why.saying("\(path): \(why)")
            }
        }
    }

    /// What the gateway itself looks at (`isContainerEnvironment` of `src/gateway/net.ts`).
    private func isContainer(_ candidate: StateDirectory) async -> Bool {
        if candidate.container != nil { return true }
        for path in ["/.dockerenv", "/run/.containerenv", "/var/run/.containerenv"] {
            if case .found = await surface.status(path) { return true }
        }
        let groups = await surface.text("/proc/1/cgroup").content ?? ""
        return ["/docker/", "cri-containerd-", "/kubepods/", "/kubepods."].contains(where: groups.contains)
            || groups.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" }).contains("lxc")
    }

    /// What the configuration's own `env` sets; it must be known before the rest is resolved.
    ///
    /// OpenClaw leaves out what itself refers to a variable: such a text is nobody's value.
    private func configuredVariables(_ path: String) async -> [String: String] {
        guard let bytes = await surface.file(path).content?.bytes, let document = try? JSONDocument(bytes) else {
            return [:]
        }
        var variables: [String: String] = [:]
        for place in [document.root["env"]?["vars"], document.root["env"]] {
            for member in place?.members ?? [] {
                guard let text = member.value.text, !text.contains("${"), variables[member.key] == nil else { continue }
                variables[member.key] = text
            }
        }
        return variables
    }

    /// Today's name first, then those of Clawdbot and Moltbot, which versions up to 2026.4 still read.
    static let configurationNames = ["openclaw.json", "openclaw.json5", "clawdbot.json", "moltbot.json"]
}
