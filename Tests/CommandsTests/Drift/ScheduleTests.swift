import LinuxMachine
import Testing

@testable import Commands

@Suite struct ScheduleTests {
    @Test func `a time that is none is a wrong argument, with what is taken`() async {
        let failure = await #expect(throws: DriftTimer.Failure.self) {
            // Before anything of the system is asked.
            try await DriftTimer().install(every: "daily\nx", reapplying: [], lookingForLeaks: false)
        }
        guard let failure else { return }
        let error = Schedule.Install.told(failure, "some\ntime")
        #expect(error is ConfigurationError)
        #expect("\(error)".hasPrefix("--every \"some\\ntime\": ") && "\(error)".contains("\"Mon 04:30\""))
        #expect(!"\(error)".contains("nacre status"))
    }
}
