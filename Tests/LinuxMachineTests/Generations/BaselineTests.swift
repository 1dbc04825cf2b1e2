import Catalog
import Hardening
import Testing

@testable import LinuxMachine

@Suite struct BaselineTests {
    @Test func `what lapsed between two confirmations is not forgotten by the second`() {
        let earlier = Baseline(
            taken: 1,
            verdicts: [
                "a": .compliant, "b": .notApplicable, "c": .drifted, "d": .unknown, "e": .compliant, "gone": .compliant,
            ]
        )
        let later = Baseline(
            taken: 2,
            verdicts: ["a": .drifted, "b": .drifted, "c": .drifted, "d": .compliant, "e": .unknown, "new": .unknown]
        )
        let carried = later.carrying(earlier)
        #expect(carried.taken == 2)
        var accepting = earlier
        accepting.accept("abc", of: .file("/etc/a"), because: "ours", at: 1)
        #expect(later.carrying(accepting).accepts("abc", of: .file("/etc/a")))
        #expect(!later.carrying(accepting).accepts("abd", of: .file("/etc/a")))
        #expect(!later.carrying(accepting, putting: [.file("/etc/a")]).accepts("abc", of: .file("/etc/a")))
        #expect(
            carried.verdicts == [
                "a": .compliant, "b": .drifted, "c": .drifted, "d": .compliant, "e": .compliant,
                "gone": .compliant, "new": .unknown,
            ]
        )
    }
}
