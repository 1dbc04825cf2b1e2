import Testing

@testable import Observers

@Suite struct TurnedOffTests {
    private func isOff(
        _ state: String = "inactive",
        _ file: String = "disabled",
        result: String = "success",
        job: String = "",
        load: String = "loaded"
    ) -> Bool {
        SSHObserver.isTurnedOff(
            "ActiveState=\(state)\nUnitFileState=\(file)\nResult=\(result)\nJob=\(job)\nLoadState=\(load)\n"
        )
    }

    @Test func `a unit that neither runs nor would at the next boot is turned off`() {
        #expect(isOff())
        #expect(isOff("inactive", "masked", load: "masked"))
        #expect(isOff("inactive", "", load: "not-found"))
        #expect(isOff(job: "0"))
    }

    @Test func `one that runs, failed, waits or comes with a boot is not`() {
        #expect(!isOff("active"))
        #expect(!isOff("inactive", "enabled"))
        #expect(!isOff("failed", "disabled", result: "exit-code"))
        #expect(!isOff("inactive", "disabled", result: "start-limit-hit"))
        #expect(!isOff(job: "77"))
        #expect(!SSHObserver.isTurnedOff(""))
    }
}
