import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface

/// A server of dictionaries whose audit goes through the observers, and that takes what a plan puts.
struct CannedServer {
    var surface: CannedSurface
    var units: [String: State.UnitState] = [:]
    let profile: Profile
    let layer: Layer

    init(_ layer: Layer, _ surface: CannedSurface, _ profile: Profile = .standalone) {
        (self.layer, self.profile, self.surface) = (layer, profile, surface)
        self.surface.isLive = false
    }

    var controls: [Control] { ControlList.controls(for: profile).filter { $0.layer == layer } }

    func snapshot(with more: Set<Resource> = []) async -> Snapshot {
        let fixes = ControlList.fixes(for: profile)
        let resources = controls.reduce(into: more) { $0.formUnion($1.resources) }
            .union(fixes.flatMap(\.needs))
        var snapshot = await Looking(observer: Observer(surface)).snapshot(of: resources)
        for (name, state) in units { snapshot[.unit(name)] = .state(.unit(state)) }
        return snapshot
    }

    func verdict(_ control: Control.ID) async -> Finding.Verdict? {
        let snapshot = await snapshot()
        return controls.first { $0.id == control }?.audit(snapshot).verdict
    }

    func plan() async throws -> Plan {
        let demands = Demands(controls, profile, on: await snapshot())
        return try Plan(profile: profile.name, demands, on: await snapshot(with: demands.resources))
    }

    /// Puts everything, and plans anew where something waited for a package.
    mutating func apply() async throws -> Plan {
        let plan = try await plan()
        for change in plan.firstPass.changes { put(change.after, at: change.resource) }
        guard !plan.deferred.isEmpty else { return plan }
        let next = try await self.plan()
        for change in next.changes { put(change.after, at: change.resource) }
        return next
    }

    private mutating func put(_ state: State, at resource: Resource) {
        switch (resource, state) {
        case (.file(let path), .file(let file)):
            let status = FileStatus(mode: file.mode, owner: file.owner, group: file.group, size: file.bytes.count)
            surface.files[path] = FileContent(bytes: file.bytes, status: status)
        case (.permissions(let path), .permissions(let now)):
            guard let file = surface.files[path] else { return }
            let status = FileStatus(mode: now.mode, owner: now.owner, group: now.group, size: file.bytes.count)
            surface.files[path] = FileContent(bytes: file.bytes, status: status)
        case (.package(let name), .package): surface.install(name)
        case (.unit(let name), .unit(let unit)):
            units[name] = unit
            surface.links["/etc/systemd/system/multi-user.target.wants/\(name)"] = "/usr/lib/systemd/system/\(name)"
            surface.links["/etc/systemd/system/timers.target.wants/\(name)"] = "/usr/lib/systemd/system/\(name)"
        default: break
        }
    }
}

extension CannedSurface {
    mutating func install(_ name: String, _ version: String = "1.0") {
        let path = "/var/lib/dpkg/status"
        let before = files[path].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        add(path, before + "Package: \(name)\nStatus: install ok installed\nVersion: \(version)\n\n")
    }
}

private struct Looking: Machine {
    let observer: Observer

    func observe(_ resource: Resource) async -> Observation { await observer.observe(resource) }
}
