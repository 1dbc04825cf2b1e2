import Surface
import Testing

@testable import LinuxMachine

@Suite struct DaemonFileCheckTests {
    private func check(_ status: Int, _ text: String) -> DaemonFileCheck {
        DaemonFileCheck(Output(status: status, standardError: Array(text.utf8)))
    }

    @Test func `tells a file that is refused from a version without the check`() {
        #expect(check(0, "") == .passed)
        #expect(check(1, "unknown flag: --validate\nSee 'dockerd --help'.\n") == .unavailable)
        let words = "unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid character"
        #expect(check(1, words + "\nUsage: dockerd [OPTIONS]\n") == .refused(words))
        #expect(check(2, "") == .refused(""))
    }
}
