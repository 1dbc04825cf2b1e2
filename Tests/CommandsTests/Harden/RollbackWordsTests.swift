import Hardening
import LinuxMachine
import MachineTesting
import Testing

@testable import Commands

/// Undoing the move of SSH closes the port that its owner is used to, unless sshd's file was left alone.
@Suite struct RollbackWordsTests {
    @Test(
        arguments: [
            ([2222], [22], "ssh …; 2222 no longer answers"),
            ([2222], [22, 2222], "ssh …; 2222 still answers as well"),
            ([2222], [443], "ssh -p 443 …; 2222 no longer answers"),
            ([2222], [2222], "ssh -p 2222 …; SSH still answers on 2222, and on no other port"),
            ([2222], [], "ssh …, by the port that SSH had before, as far as it could be put back"),
            ([], [2222], "ssh …"),
        ] as [([Int], [Int], String)]
    )
    func `who undoes the move of SSH is told the port that answers`(_ ports: [Int], _ now: [Int], _ words: String) {
        #expect(Rollback.login(undoing: ports, now: now) == words)
    }

    private static let sshd = Resource.file("/etc/ssh/sshd_config.d/00-nacre.conf")
    private static let jail = Resource.file("/etc/fail2ban/jail.d/zz-nacre.local")

    private func generation(_ number: Int, _ resources: [Resource], _ entries: [JournalEntry]) -> Generation {
        let changes = resources.map {
            Change($0, before: .absent, after: .file(.init([1], mode: 0o644)), because: ["ssh.a"])
        }
        let about = Generation.About.madeUp(ports: [2222])
        return Generation(
            number: number,
            about: about,
            plan: Plan(profile: "standalone", stages: [Plan.Stage(changes, activation: .sshd)]),
            entries: entries
        )
    }

    @Test func `what a rollback left is told as long as it is there, with the port on which SSH answers`() async {
        let undone: [JournalEntry] = [
            .applied, .confirmed, .rollingBack(.asked), .left(0, "changed"), .left(1, "changed"), .rolledBack,
        ]
        let store = [generation(1, [Self.sshd, Self.jail], undone)]
        let mine = Observation.state(.file(.init([2], mode: 0o644)))
        let all = await LeftByRollbacks(store).still { _ in mine }
        #expect(all == [Self.jail, Self.sshd])
        // Somebody took one of them away in the meantime.
        let one = await LeftByRollbacks(store).still { $0 == Self.jail ? .state(.absent) : mine }
        #expect(one == [Self.sshd])
        #expect(LeftByRollbacks.words(one, ports: [2222]).hasSuffix("00-nacre.conf.\nSSH answers on port 2222.\n"))
        #expect(!LeftByRollbacks.words([Self.jail], ports: [2222]).contains("SSH"))
        // What was put there again is in force, and nobody's rest.
        let again = store + [generation(2, [Self.sshd], [.applied, .confirmed])]
        #expect(await LeftByRollbacks(again).still { _ in mine } == [Self.jail])
    }

    @Test func `what is undone and waits says when it begins to be in force again, and that this takes a while`() {
        let about = Generation.About(
            version: "1",
            profile: "standalone",
            created: 0,
            boot: Uptime.boot,
            process: ProcessIdentity(pid: 1, began: 1),
            deadline: Uptime.now + 300,
            reverts: [1]
        )
        let waits = Generation(number: 2, about: about, plan: Plan(profile: "p", stages: []), entries: [.applied])
        let words = Status.words(waits)
        #expect(
            words.contains("begins at \(Deadline.words(about.deadline).prefix(8))") && words.contains("minutes"),
            "\(words)"
        )
    }

    @Test func `why something was undone takes a line of the history, and is there whole where it is asked for`() {
        let why = "kernel.x could not be changed:\n" + String(repeating: "no room at all; ", count: 40)
        let failed = generation(3, [Self.jail], [.rollingBack(.failed(why)), .rolledBack])
        let short = History.line(failed)
        #expect(short.count < 260 && short.contains("kernel.x could not be changed: no room") && !short.contains("\\n"))
        #expect(short.hasSuffix(" … (whole: nacre history --verbose)\n"))
        #expect(History.line(failed, whole: true).count > why.count)
        let asked = History.line(generation(3, [Self.jail], [.rollingBack(.asked), .rolledBack]))
        #expect(asked.hasSuffix(": asked to\n"))
    }
}
