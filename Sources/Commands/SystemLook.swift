import Catalog
import Controls
import Glibc
import Hardening
import LinuxMachine
import Surface

/// One look at a system, as a command that changes nothing takes it.
struct SystemLook {
    let surface: any Surface
    let machine: LinuxMachine

    /// - Parameters:
    ///   - root: the directory in which the system lies; this server where there is none.
    ///   - openclaw: state directories that were named.
    ///   - profile: what it is held to.
    /// - Throws: where there is nothing to look at.
    init(root: String?, openclaw: [String] = [], profile: Profile) async throws {
        do {
            surface = if let root { try MountedSurface(root) } else { try LiveSurface() }
        } catch {
            throw ConfigurationError("\(error)")
        }
        let directories = try await OpenClawDirectories.checked(openclaw, on: surface)
        machine = LinuxMachine(surface, openclawDirectories: directories, publicNames: profile.proxy.domains)
    }

    /// Judges the controls by what is there, with who puts right what is wrong.
    func report(_ controls: [Control], _ profile: Profile) async -> Report<Control> {
        // What lies in a directory is not changed, and only root can tell what may be, so that nobody else asks how.
        let asksHow = surface.isLive && geteuid() == 0
        let needs = controls.flatMap { asksHow ? $0.fix.needs.union($0.fix.looks) : $0.fix.looks }
        let snapshot = await machine.snapshot(of: Set(controls.flatMap(\.resources) + needs))
        let repairs = asksHow ? Self.repairs(Demands(controls, profile, on: snapshot)) : [:]
        // Most controls find nothing, and nobody asks what would put them right.
        let drifted = controls.filter { $0.audit(snapshot).verdict == .drifted }
        return Report(
            controls,
            on: snapshot,
            repairs: repairs,
            accepting: profile,
            missing: await missing(of: Set(drifted.flatMap(\.fix.programs))),
            causes: ControlList.causes
        )
    }

    /// Those programs that are not on the running server; of a system that lies in a directory, nobody runs them now.
    private func missing(of programs: Set<String>) async -> Set<String> {
        guard surface.isLive else { return [] }
        var missing: Set<String> = []
        for program in programs where program != "openclaw" {
            // Without systemd its program has nothing to speak to.
            let places =
                program == "systemctl"
                ? ["/run/systemd/system"]
                : ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].map {
                    "\($0)/\(program)"
                }
            var isThere = false
            for place in places where !isThere {
                if case .absent = await surface.status(place) { continue }
                isThere = true
            }
            if !isThere { missing.insert(program) }
        }
        return missing
    }
}

extension SystemLook {
    /// Who puts right what drifted; what may not be changed from here, as in a container, is a person's.
    private static func repairs(_ demands: Demands) -> [Control.ID: Repair] {
        var repairs = demands.repairs
        let host = RunningMachine()
        for demand in demands.amendments where host.blocker(to: demand.amendment.resource) != nil {
            repairs[demand.control] = .byHand
        }
        return repairs
    }
}

extension Control {
    /// The control of that name, in the profile or in another one.
    ///
    /// - Throws: where there is none, with those that are called alike.
    static func named(_ id: String, in profile: Profile) throws -> Control {
        let controls = ControlList.controls(for: profile)
        // Some controls belong to one profile only; whoever asks for such a one by name is shown it all the same.
        let others = Profile.builtIn.lazy.flatMap { ControlList.controls(for: $0) }
        if let control = controls.first(where: { $0.id == id }) ?? others.first(where: { $0.id == id }) {
            return control
        }
        let near = Spelling.nearest(to: id, among: controls.map(\.id) + ControlList.causes.map(\.id))
        let hint = near.isEmpty ? "nacre list shows them all" : "did you mean \(near.joined(separator: ", "))?"
        throw ConfigurationError("there is no control \(id); \(hint)")
    }
}
