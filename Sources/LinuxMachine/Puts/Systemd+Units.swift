import Catalog
import Hardening
import Observers
import Surface

extension Systemd {
    /// A unit as systemd reports it now; absent where systemd knows no such unit.
    func unit(_ name: String) async -> Observation {
        switch await show(name, "LoadState,ActiveState,UnitFileState") {
        case .absent: return .unreadable(.notRunning("systemd does not run here"))
        case .unreadable(let why): return .unreadable(why)
        case .found(let values):
            guard let load = values["LoadState"], load != "not-found" else {
                // Its file went early in a boot, when systemd could not be asked to take the links to it away.
                let links = await links(to: name)
                return .state(links.isEmpty ? .absent : .unit(.init(isActive: false, isEnabled: true)))
            }
            return .state(
                .unit(.init(active: values["ActiveState"] ?? "", file: values["UnitFileState"] ?? ""))
            )
        }
    }

    /// Starts or stops, enables or disables a unit, where it is not so already.
    func put(_ wanted: State.UnitState, at name: String) async throws(Failure) {
        // Its file may have been put just before.
        try await reload()
        guard case .state(.unit(let now)) = await unit(name) else {
            throw Failure(.missing, "systemd knows no unit \(name)")
        }
        if now.isEnabled != wanted.isEnabled {
            let word = wanted.isEnabled ? "enable" : "disable"
            try await host.perform(Command("systemctl", [word, "--", name], timeout: 60))
        }
        if now.isActive != wanted.isActive {
            if wanted.isActive { await forgetStarts(of: name) }
            if wanted.isActive { try await start(name) } else { try await stop(name) }
        }
        guard await unit(name) == .state(.unit(wanted)) else {
            throw Failure(
                .ineffective,
                "\(name) is not \(State.unit(wanted)) although systemctl reported no error"
            )
        }
    }

    /// Stops and disables a unit that was not there before, whose file is about to go.
    func retire(_ name: String) async throws(Failure) {
        guard case .state(.unit(let now)) = await unit(name) else { return }
        if now.isActive { try await stop(name) }
        if now.isEnabled {
            do throws(Failure) {
                try await host.perform(Command("systemctl", ["disable", "--", name], timeout: 60))
            } catch {
                // It cannot be asked for a unit whose file is gone.
                guard await !links(to: name).isEmpty else { throw error }
            }
        }
        for link in await links(to: name) { try host.remove(link) }
        // One that a boot did not find is remembered as failed.
        await forgetStarts(of: name)
    }

    private static let units = "/etc/systemd/system"

    /// The links by which a unit is enabled.
    private func links(to name: String) async -> [String] {
        guard let entries = await host.entries(Self.units).content else { return [] }
        var links: [String] = []
        for entry in entries.sorted() where entry.hasSuffix(".wants") || entry.hasSuffix(".requires") {
            let path = "\(Self.units)/\(entry)/\(name)"
            if case .found = await host.link(path) { links.append(path) }
        }
        return links
    }
}
