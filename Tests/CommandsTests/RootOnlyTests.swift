import ArgumentParser
import Testing

@testable import Commands

/// What a command that needs root does without is part of its help.
@Suite struct RootOnlyTests {
    @Test func `each that needs root says what its exit status is without`() {
        let commands: [any ParsableCommand.Type] = [
            Accept.self, Apply.self, ConfigCommand.Unlock.self, ConfigCommand.Lock.self, Confirm.self,
            DriftCommand.self,
            History.self, Rollback.self, Schedule.Install.self, Schedule.Remove.self, SelfCheckCommand.self,
            Status.self,
        ]
        for command in commands {
            let status = command.configuration.discussion.split(separator: ";").filter {
                $0.contains("not run as root")
            }
            #expect(status.count == 1 && status[0].contains(" 2 "), "\(command)")
        }
    }
}
