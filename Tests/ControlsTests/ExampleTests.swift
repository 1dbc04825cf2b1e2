import Catalog
import Controls
import Hardening
import MachineTesting
import Testing

struct Case: CustomTestStringConvertible, Sendable {
    let profile: Profile
    let control: Control
    let example: Control.Example

    static let all = Profile.tried.flatMap { profile in
        ControlList.controls(for: profile).flatMap { control in
            control.examples.map { Case(profile: profile, control: control, example: $0) }
        }
    }

    var testDescription: String { "\(control.id) (\(profile.name)): \(example.name)" }
}

extension Profile {
    /// The built-in ones, and one that has every value otherwise.
    static let tried: [Profile] = builtIn + [unlikeAny]

    private static let unlikeAny: Profile = {
        var profile = managed
        profile.name = "unlike any"
        profile.ssh.port = 4022
        profile.ssh.rootLogin = .no
        profile.ssh.maxAuthTries = 4
        profile.ssh.loginGraceTime = 30
        profile.firewall.backend = .nftables
        profile.firewall.openPorts = [8443]
        profile.firewall.trustedSources = ["192.0.2.1", "2001:db8::/32"]
        profile.firewall.restrictedPorts = [8081, 9091]
        profile.firewall.blockedEgress = [25, 6667, 6668]
        profile.intrusion.maxRetry = 7
        profile.intrusion.findTime = 1200
        profile.intrusion.banTime = 7200
        profile.updates.automaticReboot = false
        profile.updates.rebootTime = "04:15"
        profile.updates.maxAge = 5
        profile.docker.liveRestore = false
        profile.docker.noNewPrivileges = false
        profile.docker.logMaxSize = 10 << 20
        profile.container.memoryCeiling = 4 << 30
        profile.container.memoryFloor = 512 << 20
        profile.container.processes = 256
        profile.container.image = "openclaw:local"
        profile.container.directory = "/srv/claw"
        profile.proxy.runsHere = true
        profile.proxy.domains = ["a.example"]
        profile.proxy.hstsMaxAge = 600
        profile.proxy.certificateDays = 7
        profile.openclaw.gatewayPort = 19001
        profile.openclaw.dmPolicy = "disabled"
        profile.openclaw.workspaceOnly = false
        profile.openclaw.allowExec = true
        profile.openclaw.readOnlyConfiguration = true
        return profile
    }()
}

/// Every example of every control, with every profile.
@Suite struct ExampleTests {
    @Test(arguments: Case.all)
    func `judges each machine as the example says, and amends it to compliance`(_ item: Case) async throws {
        let control = item.control
        let machine = MemoryMachine(item.example.input)
        let snapshot = await machine.snapshot(of: control.resources)
        let finding = control.audit(snapshot)
        #expect(prove([item.example], by: control.answer) == [])
        #expect(finding.verdict == item.example.answer)
        guard finding.verdict == .drifted else { return }
        #expect(!finding.evidence.isEmpty)

        for requirement in control.requirements + control.expectations {
            guard case .state(let state) = await machine.observe(requirement.resource) else { continue }
            let amended = requirement.amend(state)
            #expect(requirement.amend(amended) == amended, "amend is idempotent")
            await machine.put(amended, at: requirement.resource)
        }
        let after = control.audit(await machine.snapshot(of: control.resources))
        #expect(after.verdict != .drifted)
    }

    @Test(arguments: Profile.tried)
    func `every control shows a machine that complies and one that drifted`(_ profile: Profile) {
        // By some profiles nothing is asked; another one shows what is asked then.
        let asked = Dictionary(grouping: Profile.tried.flatMap { ControlList.controls(for: $0) }, by: \.id)
        for control in ControlList.controls(for: profile) {
            let isAsked = control.examples.contains { $0.answer != .notApplicable }
            guard let control = isAsked ? control : asked[control.id]?.first(where: { $0.examples.count > 1 }) else {
                Issue.record("\(control.id) is never asked")
                continue
            }
            #expect(control.unshown([.compliant, .drifted]) == [], "\(control.id)")
        }
    }

    @Test(arguments: Profile.tried)
    func `identifiers are unique, and in order inside each layer`(_ profile: Profile) {
        let controls = ControlList.controls(for: profile)
        #expect(Set(controls.map(\.id)).count == controls.count)
        for layer in Layer.allCases {
            let ids = controls.filter { $0.layer == layer }.map(\.id)
            #expect(ids == ids.sorted())
        }
    }

    @Test(arguments: Profile.tried)
    func `every control says what the attacker does, how to close it, and where it comes from`(_ profile: Profile) {
        for control in ControlList.controls(for: profile) {
            #expect(control.rationale.count > 40, "\(control.id)")
            #expect(!control.remedy.isEmpty && !control.references.isEmpty, "\(control.id)")
        }
    }
}
