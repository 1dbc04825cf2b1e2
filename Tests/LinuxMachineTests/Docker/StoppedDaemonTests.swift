import Observers
import Testing

@testable import LinuxMachine

@Suite struct StoppedDaemonTests {
    private func words(
        _ manager: String = "running",
        state: String = "inactive",
        result: String = "success",
        job: String = "",
        load: String = "loaded",
        file: String = "enabled",
        ended: String = "81234567",
        socket: String = "inactive"
    ) -> String? {
        let service = """
            ActiveState=\(state)
            Result=\(result)
            Job=\(job)
            LoadState=\(load)
            UnitFileState=\(file)
            ActiveExitTimestampMonotonic=\(ended)
            """
        return StoppedDaemon.words(
            manager: manager + "\n",
            service: [String: String](systemdProperties: service),
            socket: ["ActiveState": socket, "Job": ""]
        )
    }

    @Test func `one that somebody stopped or turned off is left so`() {
        #expect(words() == "somebody stopped docker.service")
        #expect(words("degraded") == "somebody stopped docker.service")
        #expect(words(job: "0") == "somebody stopped docker.service")
        #expect(words(file: "disabled", ended: "0") == "docker.service is disabled and does not run")
        #expect(words(load: "masked", ended: "0") == "docker.service is masked and does not run")
    }

    @Test func `one that is late, failed, is about to start or can be started by asking is not`() {
        #expect(words("starting") == nil)
        #expect(words("stopping") == nil)
        #expect(words("") == nil)
        #expect(words(state: "failed", result: "exit-code") == nil)
        #expect(words(state: "activating") == nil)
        #expect(words(state: "active") == nil)
        #expect(words(result: "start-limit-hit") == nil)
        #expect(words(job: "1234") == nil)
        #expect(words(ended: "0") == nil)
        #expect(words(socket: "active") == nil)
        #expect(StoppedDaemon.words(manager: "running", service: [:], socket: [:]) == nil)
    }
}
