import Glibc
import LinuxMachine
import Observers
import Surface

/// Where each OpenClaw of this server leaves what it was told.
struct OpenClawResidue {
    /// State directories, which hold workspaces, sessions, databases and copies of the configuration; what is configured
    /// elsewhere; and the logs.
    private(set) var places: [String] = []
    /// Whose settings name what.
    private var owners: [String: UInt32] = [:]
    /// What systemd calls the gateways.
    private(set) var units: [String] = []
    private(set) var containers: [String] = []
    /// Why there may be more.
    private(set) var doubt: String?

    init() async throws {
        switch await Observer(try LiveSurface()).secretReferences() {
        case .absent: throw VaultRefusal("no OpenClaw was found on this server")
        case .unreadable(let why):
            doubt = "which there is could not be determined: \(why); sudo nacre leaks --openclaw"
            let home = unsafe getenv("HOME").map { unsafe String(cString: $0) }
            places = Self.usual(home: home, account: geteuid()).filter { LeakHunt.exists($0) }
        case .found(let all):
            guard !all.isEmpty else { throw VaultRefusal("no OpenClaw was found on this server") }
            var places: [String] = []
            for installation in all {
                places.append(installation.directory)
                places += [installation.configuration] + installation.elsewhere
                if let owner = installation.owner {
                    for place in [installation.directory, installation.configuration] + installation.elsewhere {
                        owners[place] = owner
                    }
                }
                if let owner = installation.owner { places.append("/tmp/openclaw-\(owner)") }
                if let unit = installation.unit { units.append(unit.hasSuffix(".service") ? unit : "\(unit).service") }
                if let container = installation.container { containers.append(container) }
            }
            if geteuid() != 0 { doubt = "what other accounts have of it; sudo nacre leaks --openclaw" }
            self.places = Self.outermost(places + ["/tmp/openclaw"]).filter { LeakHunt.exists($0) }
        }
    }

    /// Where an account's own OpenClaw leaves what it was told, unless it is configured otherwise.
    static func usual(home: String?, account: UInt32) -> [String] {
        let states = [".openclaw", ".clawdbot", ".moltbot"].compactMap { name in home.map { "\($0)/\(name)" } }
        return states + ["/tmp/openclaw-\(account)", "/tmp/openclaw"]
    }

    /// Tells of keys that stand in settings, and that nothing about their own bytes would have told of, such as a short one.
    private func lookAtSettings(with hunt: LeakHunt) async {
        do {
            for key in try await Observer(try LiveSurface()).keys.all().flatMap(\.keys) {
                OpenClawSetting(key)?.tell(hunt)
            }
        } catch { hunt.leaveOut("settings of OpenClaw", "which keys they hold could not be determined: \(error)") }
    }

    /// Without what lies in another one of them.
    static func outermost(_ places: [String]) -> [String] {
        var seen: Set<String> = []
        return places.filter { place in
            let isInside = places.contains { $0 != place && place.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
            return !isInside && seen.insert(place).inserted
        }
    }

    /// Settings are their account's to write, and so is what they name.
    private func lookAtPlaces(with hunt: LeakHunt) {
        for place in places {
            if let owner = owners[place], geteuid() == 0 {
                hunt.look(at: place, of: owner)
            } else {
                hunt.look(at: place)
            }
        }
    }

    /// Looks at what was written, and neither at what runs nor at the journal.
    func lookAtFiles(with hunt: LeakHunt) {
        if let doubt { hunt.leaveOut("OpenClaw", doubt) }
        lookAtPlaces(with: hunt)
        if !containers.isEmpty { hunt.lookAtDocker(only: Set(containers)) }
    }

    /// Looks wherever that is.
    func look(with hunt: LeakHunt) async {
        if let doubt { hunt.leaveOut("OpenClaw", doubt) }
        lookAtPlaces(with: hunt)
        await lookAtSettings(with: hunt)
        let identifiers = containers.isEmpty ? [] : hunt.containers(called: Set(containers))
        hunt.lookAtProcesses(.openclaw(units: units, containers: identifiers))
        if units.isEmpty, containers.isEmpty {
            hunt.leaveOut(
                "the journal",
                "neither a unit nor a container of OpenClaw is known; \(LeakCommandLine.text("--journal")) looks at all of it"
            )
        } else {
            hunt.lookAtJournal(of: units + containers)
        }
        if !containers.isEmpty { hunt.lookAtDocker(only: Set(containers)) }
    }
}
