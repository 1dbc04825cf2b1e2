import Hardening
import Testing

@testable import Observers

@Suite struct ReadOnlySwitchTests {
    @Test func `nothing but 1 turns it on`() {
        let version = OpenClawVersion(2026, 9, 6)
        for value in [nil, "", "0", "true", "yes"] as [String?] {
            #expect(ReadOnlySwitch.isOn(value, in: version) == false, "\(value ?? "nothing")")
        }
        #expect(ReadOnlySwitch.isOn("1", in: version) == true)
        #expect(ReadOnlySwitch.isOn("1", in: OpenClawVersion(2026, 9, 3)) == .unset)
        #expect(ReadOnlySwitch.isOn("1", in: OpenClawVersion(2027, 1, 1)) == true)
    }
}
