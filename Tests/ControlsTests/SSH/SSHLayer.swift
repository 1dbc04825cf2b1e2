import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface

/// A server as files, what the ssh layer plans for it, and what it would be then.
struct SSHLayer {
    let profile: Profile
    var surface: CannedSurface

    static let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJc7v0qJ0m0v1oT1B0QYf1a0mX1n1fY2l4w8gq5v6mYB\n"

    /// Debian's OpenSSH with root, an operator with a key and sudo, and a guest without either.
    init(_ files: [String: String], profile: Profile = .standalone, version: String = "1:9.2p1-2+deb12u10") {
        self.profile = profile
        surface = CannedSurface(files: [
            "/usr/sbin/sshd": "",
            "/var/lib/dpkg/status":
                "Package: openssh-server\nStatus: install ok installed\nArchitecture: amd64\nVersion: \(version)\n\n",
            "/etc/passwd":
                "root:x:0:0:root:/root:/bin/bash\noperator:x:1000:1000::/home/operator:/bin/bash\n"
                + "guest:x:1001:1001::/home/guest:/bin/bash\n",
            "/etc/shadow": "root:*:1::::::\noperator:$y$x:1::::::\nguest:!:1::::::\n",
            "/etc/group": "root:x:0:\nsudo:x:27:operator\noperator:x:1000:\nguest:x:1001:\n",
            "/etc/sudoers": "%sudo ALL=(ALL:ALL) ALL\n",
        ])
        surface.add("/home/operator/.ssh/authorized_keys", Self.key, mode: 0o600, owner: 1000, group: 1000)
        surface.isLive = false
        for (path, text) in files { surface.add(path, text) }
    }

    var controls: [Control] { ControlList.controls(for: profile).filter { $0.layer == .ssh } }
    var fixes: [NamedFix] { ControlList.fixes(for: profile) }

    private var observer: Observer { Observer(surface) }

    private func snapshot(of resources: Set<Resource>) async -> Snapshot {
        await LinuxLike(observer: observer).snapshot(of: resources)
    }

    /// The plan, and the demands behind it.
    func plan() async throws -> (plan: Plan, demands: Demands) {
        let mine = fixes.filter { $0.control.hasPrefix("ssh.") }
        let resources = controls.reduce(into: Set<Resource>()) { $0.formUnion($1.resources) }
            .union(mine.reduce(into: Set()) { $0.formUnion($1.needs) })
        var snapshot = await snapshot(of: resources)
        let demands = Demands(controls, profile, on: snapshot)
        for resource in demands.resources where snapshot.observations[resource] == nil {
            snapshot[resource] = await observer.observe(resource)
        }
        return (try Plan(profile: profile.name, demands, on: snapshot), demands)
    }

    func simulated(_ plan: Plan, interim: Bool = false) async -> Snapshot {
        let resources = controls.reduce(into: Set<Resource>()) { $0.formUnion($1.resources) }
        return await observer.simulate(plan, interim: interim, of: resources)
    }

    /// The controls that would still be drifted.
    func drifted(after plan: Plan) async -> [Control.ID] {
        let snapshot = await simulated(plan)
        return controls.filter { $0.audit(snapshot).verdict == .drifted }.map(\.id)
    }

    /// The same server with the plan's files on it.
    func applied(_ plan: Plan, interim: Bool = false) -> SSHLayer {
        var copy = self
        for change in plan.changes {
            guard case .file(let path) = change.resource else { continue }
            guard case .file(let file) = interim ? change.first : change.after else { continue }
            copy.surface.add(path, file.text ?? "", mode: file.mode)
        }
        return copy
    }
}

/// A machine that only observes.
private struct LinuxLike: Machine {
    let observer: Observer

    func observe(_ resource: Resource) async -> Observation { await observer.observe(resource) }
}

extension Plan {
    /// The text that a file holds in the end.
    func text(_ path: String, interim: Bool = false) -> String? {
        for change in changes where change.resource == .file(path) {
            if case .file(let file) = interim ? change.first : change.after { return file.text }
        }
        return nil
    }
}
