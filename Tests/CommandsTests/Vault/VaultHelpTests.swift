import ArgumentParser
import Testing

@testable import Commands

/// What the help of commands about the vault promises.
struct VaultHelpTests {
    @Test func `every command says its exit statuses`() {
        let commands = VaultCommand.configuration.subcommands + SecretsCommand.configuration.subcommands
        #expect(commands.count > 15)
        for command in commands {
            #expect(command.helpMessage().contains("Exit status:"), "\(command)")
        }
    }

    @Test func `what is thrown and is no wrong usage ends with 3, and wrong usage with 2`() async {
        #expect(await Nacre.status(for: ["vault", "enroll"]) == 2)
        #expect(await Nacre.status(for: ["vault", "enroll", "--again", "--withdraw"]) == 2)
        #expect(await Nacre.status(for: ["vault", "list", "--vault", "/nowhere/at-all"]) == 3)
        #expect(await Nacre.status(for: ["vault", "no-such-command"]) == 2)
        struct Other: Error {}
        #expect(Nacre.tell(Other()) == 3)
    }
}
