import Controls
import Hardening
import Testing

@Suite struct RemediationCompletenessTests {
    @Test(arguments: Profile.builtIn.map(\.name))
    func `every control has one remediation, and every remediation a control`(_ name: String) throws {
        let profile = try #require(Profile.builtIn.first { $0.name == name })
        let controls = Catalogue.controls(for: profile).map(\.id)
        let remediations = Catalogue.remediations(for: profile).map(\.control)
        #expect(Set(controls).subtracting(remediations).sorted() == [])
        #expect(Set(remediations).subtracting(controls).sorted() == [])
        let twice = Dictionary(grouping: remediations) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        #expect(twice == [])
    }
}
