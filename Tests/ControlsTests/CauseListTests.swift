import Catalog
import Hardening
import Testing

@testable import Controls

@Suite struct CauseListTests {
    private static let ids = Set(Profile.builtIn.flatMap { ControlList.controls(for: $0) }.map(\.id))

    @Test func `causes name controls that there are, and are named once`() {
        for cause in ControlList.causes {
            #expect(cause.entries.subtracting(Self.ids).isEmpty, "\(cause.id)")
            #expect(!Self.ids.contains(cause.id), "\(cause.id)")
        }
        #expect(Set(ControlList.causes.map(\.id)).count == ControlList.causes.count)
    }

    @Test func `who can use what is told of controls that there are, where it is not the layer's usual one`() {
        #expect(Set(ControlList.attackers.keys).subtracting(Self.ids).isEmpty)
        for control in ControlList.controls(for: .standalone) {
            #expect(control.attacker != nil, "\(control.id)")
        }
        #expect(
            ControlList.controls(for: .standalone).first { $0.id == "ssh.keep-one-superuser" }?.attacker == .account
        )
    }

    @Test func `a habit holds nothing of high severity`() {
        let severities = Dictionary(
            uniqueKeysWithValues: ControlList.controls(for: .standalone).map { ($0.id, $0.severity) }
        )
        for cause in ControlList.habits {
            for id in cause.entries { #expect(severities[id] ?? .low <= .medium, "\(id) in \(cause.id)") }
        }
    }
}
