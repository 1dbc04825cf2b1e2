import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface

/// A server in dictionaries: audited, planned for, changed as the plan says, and audited again.
struct OpenClawBench {
    var surface: CannedSurface
    var profile = Profile.standalone
    /// Fixes in place of those that ship, by the control's id.
    var otherFixes: [Control.ID: Fix] = [:]

    static let directory = "/root/.openclaw"

    init(_ text: String, version: String = "2026.4.19", files: [String: String] = [:]) {
        let package = #"{"name": "openclaw", "version": "\#(version)"}"#
        let all = [
            "/usr/lib/node_modules/openclaw/package.json": package, "\(Self.directory)/openclaw.json": text,
            // Nothing listens.
            "/proc/net/tcp": "  sl\n", "/proc/net/tcp6": "  sl\n",
        ]
        surface = CannedSurface(files: files.merging(all) { mine, _ in mine })
        // Directories have modes of their own, too.
        for path in surface.files.keys where path.hasSuffix("/openclaw.json") {
            let directory = String(path.dropLast("/openclaw.json".count))
            surface.files[directory] = FileContent(bytes: [], status: FileStatus(kind: .directory, mode: 0o755))
        }
        for path in surface.files.keys where path.hasPrefix(Self.directory + "/") { permit(path, 0o600) }
    }

    /// A server whose gateway runs in a container, published by Docker and told by its arguments where to listen.
    static func container(
        _ text: String,
        state: String = "/srv/claw",
        mounted: Bool = true,
        variables: String = #""A=1""#,
        published: String = "{}",
        version: String = "2026.4.19"
    ) -> Self {
        var bench = Self(text, files: ["/etc/passwd": "", "/usr/bin/dockerd": "", "\(state)/openclaw.json": text])
        bench.surface.files["\(directory)/openclaw.json"] = nil
        bench.surface.files[directory] = nil
        bench.permit("\(state)/openclaw.json", 0o600, owner: 1000)
        let mounts = mounted ? #"{"Source":"\#(state)","Destination":"/home/node/.openclaw"}"# : ""
        let detail = """
            {"Name":"/claw-gateway","State":{"Running":true},"Mounts":[\(mounts)],"HostConfig":{"PortBindings":\(published)},"Config":{
              "Image":"ghcr.io/openclaw/openclaw:\(version)","Env":["HOME=/home/node",\(variables)],
              "Cmd":["node","dist/index.js","gateway","--bind","lan"]},
             "GraphDriver":{"Data":{"MergedDir":"/var/lib/docker/overlay2/x/merged"}}}
            """
        bench.surface.responses["/var/run/docker.sock"] = [
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id":"abc"}]"#.utf8)),
            "/containers/abc/json": Response(status: 200, body: Array(detail.utf8)),
        ]
        return bench
    }

    mutating func permit(_ path: String, _ mode: UInt16, owner: UInt32 = 0) {
        guard let file = surface.files[path] else { return }
        let status = FileStatus(kind: file.status.kind, mode: mode, owner: owner, group: 0, size: file.bytes.count)
        surface.files[path] = FileContent(bytes: file.bytes, status: status)
    }

    var controls: [Control] {
        ControlList.controls(for: profile).filter {
            $0.layer == .openclaw || $0.layer == .chains || $0.id == Self.secrets
        }
    }

    /// The one control of another layer that is about the same file.
    private static let secrets = "secrets.keep-secrets-out-of-configuration"

    var fixes: [NamedFix] {
        ControlList.fixes(for: profile).filter { $0.control.hasPrefix("openclaw.") || $0.control == Self.secrets }
    }

    func snapshot() async -> Snapshot {
        let subjects = controls.reduce(into: Set<Resource>()) { $0.formUnion($1.resources) }
        return await snapshot(of: subjects.union(fixes.flatMap(\.needs)))
    }

    private func snapshot(of resources: Set<Resource>) async -> Snapshot {
        let observer = Observer(surface)
        var snapshot = Snapshot()
        for resource in resources { snapshot[resource] = await observer.observe(resource) }
        return snapshot
    }

    /// What of the configuration could not be judged, with the variables that are set beside it.
    func doubts() async -> Set<String> {
        guard case .state(let state) = await snapshot(of: [.facts(.openclawProblems)])[.facts(.openclawProblems)]
        else { return ["the configuration was not seen"] }
        return Set(state.records.filter { $0[.isRefused] != true }.map { "\($0[.problem])" })
    }

    func verdicts() async -> [Control.ID: Finding.Verdict] {
        let snapshot = await snapshot()
        return Dictionary(controls.map { ($0.id, $0.audit(snapshot).verdict) }) { first, _ in first }
    }

    func plan() async throws -> (plan: Plan, demands: Demands) {
        var seen = await snapshot()
        let layer = controls.filter { $0.layer != .chains }
        let asked = Demands(layer.map { $0.fixed(by: otherFixes[$0.id]) }, profile, on: seen)
        let more = await snapshot(of: asked.resources)
        for resource in asked.resources { seen[resource] = more[resource] }
        let demands = await Observer(surface).leavingOutRefused(asked, on: seen)
        return (try Plan(profile: profile.name, demands, on: seen), demands)
    }

    mutating func put(_ plan: Plan) {
        for change in plan.changes {
            switch (change.resource, change.after) {
            case (.file(let path), .file(let file)):
                let status = FileStatus(mode: file.mode, owner: file.owner, group: file.group, size: file.bytes.count)
                surface.files[path] = FileContent(bytes: file.bytes, status: status)
            case (.permissions(let path), .permissions(let new)): permit(path, new.mode, owner: new.owner)
            default: continue
            }
        }
    }

    func text(_ name: String = "openclaw.json") -> String {
        String(decoding: surface.files["\(Self.directory)/\(name)"]?.bytes ?? [], as: UTF8.self)
    }

    /// Applies the plan, and says what is not as it should be afterwards.
    mutating func harden() async throws -> (demands: Demands, complaints: [String]) {
        let before = await verdicts()
        let (plan, demands) = try await plan()
        put(plan)
        let after = await verdicts()
        // What a person still has to finish cannot hold yet.
        let finished = Set(demands.amendments.map(\.control)).subtracting(demands.advice.map(\.control))
        var complaints = finished.filter { control in
            after[control] != .compliant && after[control] != .notApplicable
        }
        .map { "\($0) is still \(after[$0]?.rawValue ?? "missing")" }
        for (control, verdict) in after where verdict == .drifted && before[control] != .drifted {
            complaints.append("\(control) was \(before[control]?.rawValue ?? "missing") and drifted")
        }
        for change in try await self.plan().plan.changes {
            complaints.append("the second plan has \(change.summaries) because of \(change.because)")
        }
        return (demands, complaints.sorted())
    }
}

extension Control {
    /// The same with another fix, where there is one.
    fileprivate func fixed(by other: Fix?) -> Control {
        guard let other else { return self }
        return Control(
            layer,
            String(id.drop { $0 != "." }.dropFirst()),
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            when: conditions,
            requires: requirements,
            expects: expectations,
            fix: other,
            examples: examples
        )
    }
}
