import Foundation
import Hardening
import Testing

@testable import LinuxMachine

@Suite struct SwitchTrialTests {
    private static func trial(
        isStarted: Bool = true,
        _ result: String = "success",
        status: Int = 0,
        isAnswered: Bool = true,
        isNoExec: Bool = false,
        said: [String] = []
    ) -> SwitchTrial {
        SwitchTrial(
            store: "/var/lib/nacre",
            isStarted: isStarted,
            properties: ["Result": result, "ExecMainStatus": String(status)],
            isAnswered: isAnswered,
            isNoExec: isNoExec,
            said: said
        )
    }

    @Test func `a service that succeeded and looked is one to count on`() {
        #expect(Self.trial().blocker == nil)
    }

    @Test func `a store that lets no program run is named, with the mount that helps`() {
        let said = ["nacre-switch.service: Failed at step EXEC spawning /var/lib/nacre/nacre: Permission denied"]
        let trial = Self.trial(
            isStarted: false,
            "exit-code",
            status: 203,
            isAnswered: false,
            isNoExec: true,
            said: said
        )
        #expect(trial.blocker?.contains("noexec") == true)
        #expect(trial.blocker?.contains("mount -o remount,bind,exec /var/lib/nacre") == true)
    }

    @Test func `confinement, missing libraries, and a service that never ran are told apart`() {
        let confined = Self.trial(isStarted: false, "exit-code", status: 203, isAnswered: false)
        #expect(confined.blocker?.contains("SELinux, AppArmor or fapolicyd") == true)
        let line = "/var/lib/nacre/nacre: error while loading shared libraries: libssl.so.3: cannot open"
        let bare = Self.trial(isStarted: false, "exit-code", status: 127, isAnswered: false, said: [line])
        #expect(bare.blocker?.contains("libssl.so.3") == true)
        // A condition in a drop-in lets systemd report success without running anything.
        #expect(Self.trial(isAnswered: false).blocker?.contains("did not look") == true)
        let full = Self.trial(
            isStarted: false,
            "exit-code",
            status: 3,
            isAnswered: false,
            said: ["nacre: nothing was changed: cannot write: No space left on device"]
        )
        #expect(full.blocker?.contains("No space left on device") == true)
    }

    @Test func `anything but a success that was answered is a blocker`() {
        for isStarted in [true, false] {
            for result in ["success", "exit-code", "timeout", ""] {
                for status in [0, 1, 203] {
                    for isAnswered in [true, false] {
                        let trial = Self.trial(isStarted: isStarted, result, status: status, isAnswered: isAnswered)
                        let isGood = isStarted && result == "success" && status == 0 && isAnswered
                        #expect((trial.blocker == nil) == isGood)
                    }
                }
            }
        }
    }

    @Test func `a look answers once, and only where it was asked`() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try GenerationStore(directory)
        let about = Generation.About(
            version: "1",
            profile: "test",
            created: 5,
            boot: Uptime.boot,
            process: try #require(ProcessIdentity.current),
            deadline: 60
        )
        let generation = try store.create(Plan(profile: "test", stages: []), about)
        try store.answerLook(at: generation)
        #expect(!FileManager.default.fileExists(atPath: directory + "/generations/0001/look"))
        let first = try store.askForLook(at: generation)
        #expect(try !store.wasLooked(at: generation, for: first))
        try store.answerLook(at: generation)
        #expect(try store.wasLooked(at: generation, for: first))
        let second = try store.askForLook(at: generation)
        #expect(try !store.wasLooked(at: generation, for: second))
    }
}
