import Catalog
import Hardening
import Observers
import Surface

extension RunningMachine {
    /// A unit as systemd reports it now; absent where systemd knows no such unit.
    func unit(_ name: String) async -> Observation {
        let properties = "--property=LoadState,ActiveState,UnitFileState"
        switch await Programs().run(Command("systemctl", ["show", properties, "--", name], timeout: 30)) {
        case .absent: return .unreadable(.notRunning("systemd does not run here"))
        case .unreadable(let why): return .unreadable(why)
        case .found(let output):
            guard output.status == 0 else { return .unreadable(.failed("systemctl failed: \(output.errorText)")) }
            let values = Observer.properties(output.text)
            guard let load = values["LoadState"], load != "not-found" else {
                // Its file went early in a boot, when systemd could not be asked to take the links to it away.
                return .state(Self.links(to: name).isEmpty ? .absent : .unit(.init(isActive: false, isEnabled: true)))
            }
            return .state(
                .unit(
                    .init(
                        isActive: ["active", "reloading"].contains(values["ActiveState"]),
                        isEnabled: ["enabled", "enabled-runtime", "static", "alias", "generated"]
                            .contains(values["UnitFileState"])
                    )
                )
            )
        }
    }

    /// Starts or stops, enables or disables a unit, where it is not so already.
    func put(_ wanted: State.UnitState, at name: String) async throws(Failure) {
        // Its file may have been put just before.
        try await perform(Command("systemctl", ["daemon-reload"], timeout: 60))
        guard case .state(.unit(let now)) = await unit(name) else { throw Failure("systemd knows no unit \(name)") }
        if now.isEnabled != wanted.isEnabled {
            try await perform(Command("systemctl", [wanted.isEnabled ? "enable" : "disable", "--", name], timeout: 60))
        }
        if now.isActive != wanted.isActive {
            if wanted.isActive { await forgetStarts(of: name) }
            try await perform(Command("systemctl", [wanted.isActive ? "start" : "stop", "--", name], timeout: 120))
        }
        guard await unit(name) == .state(.unit(wanted)) else {
            throw Failure("\(name) is not \(State.unit(wanted)) although systemctl reported no error")
        }
    }

    /// Stops and disables a unit that was not there before, whose file is about to go.
    func retire(_ name: String) async throws(Failure) {
        guard case .state(.unit(let now)) = await unit(name) else { return }
        if now.isActive { try await perform(Command("systemctl", ["stop", "--", name], timeout: 120)) }
        if now.isEnabled {
            do throws(Failure) {
                try await perform(Command("systemctl", ["disable", "--", name], timeout: 60))
            } catch {
                // It cannot be asked for a unit whose file is gone.
                guard !Self.links(to: name).isEmpty else { throw error }
            }
        }
        for link in Self.links(to: name) { try FileWriter.remove(link) }
        // One that a boot did not find is remembered as failed.
        await forgetStarts(of: name)
    }

    private static let units = "/etc/systemd/system"

    /// The links by which a unit is enabled.
    private static func links(to name: String) -> [String] {
        guard let surface = try? LiveSurface(), let entries = surface.entries(units).content else { return [] }
        return entries.sorted().filter { $0.hasSuffix(".wants") || $0.hasSuffix(".requires") }.map {
            "\(units)/\($0)/\(name)"
        }.filter { if case .found = surface.link($0) { true } else { false } }
    }
}
