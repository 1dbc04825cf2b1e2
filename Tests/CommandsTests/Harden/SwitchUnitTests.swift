import ArgumentParser
import Operations
import Testing

@testable import Commands
@testable import LinuxMachine

/// What the switch's units run is what undoes a change, and nothing else.
@Suite struct SwitchUnitTests {
    private static let program =
        "/var/lib/nacre/lib/ld-linux.so.2 --library-path /var/lib/nacre/lib /var/lib/nacre/nacre"

    private static func units() -> [String: String] {
        Dictionary(uniqueKeysWithValues: DeadMansSwitch().files(running: program).map { ($0.name, $0.text) })
    }

    /// The command that a unit's one `ExecStart` runs, by the program that was copied for it.
    private static func command(_ unit: String) throws -> Rollback {
        let lines = try #require(units()[unit]).split(separator: "\n").filter { $0.hasPrefix("ExecStart") }
        try #require(lines.count == 1)
        let words = try #require(lines[0].split(separator: "=", maxSplits: 1).last).split(separator: " ").map(
            String.init
        )
        let program = Self.program.split(separator: " ").map(String.init)
        #expect(Array(words.prefix(program.count)) == program)
        return try #require(try Nacre.parseAsRoot(Array(words.dropFirst(program.count))) as? Rollback)
    }

    @Test(arguments: ["nacre-switch.service", "nacre-settle.service"])
    func `every few seconds, and after a boot, it settles what is due`(_ unit: String) throws {
        #expect(try Self.command(unit).occasion == .running)
    }

    @Test func `before daemons start, it puts files back`() throws {
        #expect(try Self.command("nacre-boot.service").occasion == .beforeDaemons)
    }

    @Test func `the timer starts the service of its name, again and again`() throws {
        let timer = try #require(Self.units()["nacre-switch.timer"])
        #expect(timer.contains("\nOnActiveSec=15s\n") && timer.contains("\nOnUnitInactiveSec=15s\n"))
        #expect(!timer.contains("Unit="))
    }

    @Test func `a person's rollback is none of the switch's`() throws {
        let command = try #require(try Nacre.parseAsRoot(["rollback", "3"]) as? Rollback)
        #expect(command.occasion == nil && command.generation == 3)
    }
}
