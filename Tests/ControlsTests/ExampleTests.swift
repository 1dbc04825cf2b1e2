import Controls
import Hardening
import MachineTesting
import Testing

struct Case: CustomTestStringConvertible, Sendable {
    let profile: Profile
    let control: Control
    let example: Example

    static let all = Profile.builtIn.flatMap { profile in
        Catalogue.controls(for: profile).flatMap { control in
            control.examples.map { Case(profile: profile, control: control, example: $0) }
        }
    }

    var testDescription: String { "\(control.id) (\(profile.name)): \(example.name)" }
}

/// Every example of every control, with every built-in profile.
@Suite struct ExampleTests {
    @Test(arguments: Case.all)
    func `judges each machine as the example says, and amends it to compliance`(_ item: Case) async throws {
        let control = item.control
        let machine = MemoryMachine(item.example.states)
        let snapshot = await machine.snapshot(of: control.resources)
        let finding = control.audit(snapshot)
        #expect(finding.verdict == item.example.verdict)
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

    @Test(arguments: Profile.builtIn)
    func `every control shows a machine that complies and one that drifted`(_ profile: Profile) {
        for control in Catalogue.controls(for: profile) {
            #expect(control.examples.contains { $0.verdict == .compliant }, "\(control.id)")
            #expect(control.examples.contains { $0.verdict == .drifted }, "\(control.id)")
        }
    }

    @Test(arguments: Profile.builtIn)
    func `identifiers are unique, and in order inside each layer`(_ profile: Profile) {
        let controls = Catalogue.controls(for: profile)
        #expect(Set(controls.map(\.id)).count == controls.count)
        for layer in Layer.allCases {
            let ids = controls.filter { $0.layer == layer }.map(\.id)
            #expect(ids == ids.sorted())
        }
    }

    @Test(arguments: Profile.builtIn)
    func `every control says what the attacker does, how to close it, and where it comes from`(_ profile: Profile) {
        for control in Catalogue.controls(for: profile) {
            #expect(control.rationale.count > 40, "\(control.id)")
            #expect(!control.remedy.isEmpty && !control.references.isEmpty, "\(control.id)")
        }
    }
}
