import Catalog
import Hardening
import Surface

/// A place in which an OpenClaw may lie, and that could not be looked into.
struct HiddenPlace: Sendable {
    let path: String
    let why: Unknown

    init(_ path: String, _ why: Unknown) {
        self.path = path
        self.why = why.why.contains(path) ? why : why.saying("\(path): \(why)")
    }

    /// All that is known of the OpenClaw that may be there.
    var record: Record { Record(path, doubt: why) }
}

extension Subject {
    /// Whether its records are about installations of OpenClaw, so that nothing is known of those in hidden places.
    var isOfInstallations: Bool {
        switch self {
        case .openclaw, .openclawGateway, .openclawSettings, .openclawChannels, .openclawAgents, .openclawFiles,
            .openclawPlugins, .openclawProblems, .openclawAdvisories, .openclawUnits, .openclawLiterals,
            .secretProviders, .modelRoutes, .chains:
            true
        default: false
        }
    }
}

extension InstallationsObserver {
    /// Every place in which an installation may lie and that nobody let us look into; worked out once.
    func hiddenPlaces() async -> [HiddenPlace] {
        await cache.value { await findHiddenPlaces() }
    }

    /// One record for each of them, and one for those beyond the first few.
    func hiddenRecords() async -> [Record] {
        let places = await hiddenPlaces()
        let further = places.dropFirst(Self.mostHiddenNamed)
        guard let next = further.first else { return places.map(\.record) }
        let rest = Record(
            "\(further.count) further places",
            doubt: next.why.saying("\(next.why), and so for \(further.count - 1) further places")
        )
        return places.prefix(Self.mostHiddenNamed).map(\.record) + [rest]
    }

    private static let mostHiddenNamed = 20

    private func findHiddenPlaces() async -> [HiddenPlace] {
        var found: [HiddenPlace] = []
        func search(_ directory: String) async {
            if case .unreadable(let why) = await listing(directory) { found.append(HiddenPlace(directory, why)) }
        }
        if case .unreadable(let why) = await accounts.accountRecords() { found.append(HiddenPlace("/etc/passwd", why)) }
        await search("/home")
        for home in await openclawHomes() {
            await search(home)
            // A unit there may name any directory for the state.
            await search(Path.join(home, ".config/systemd/user"))
        }
        for base in Self.serviceBases { await search(base) }
        // Where Docker answers, it names what its containers have mounted.
        if await docker.dockerContainers().content == nil { await search(Self.volumes) }
        for candidate in await stateDirectories() { await search(candidate.path) }
        found += await gateway.hiddenServices()
        // What could not be read of its variables may name another directory.
        for service in await gateway.gatewayServices() {
            guard let why = service.doubt, case .absent = await listing(service.stateDirectory) else { continue }
            found.append(HiddenPlace(service.source, why))
        }
        let all = found.first(ofEach: \.path)
        // What lies in a hidden place is no further one.
        return all.filter { place in !all.contains { ByteName(place.path).isBelow(ByteName($0.path)) } }
    }
}
