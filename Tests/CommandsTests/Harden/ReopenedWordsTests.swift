import Catalog
import Controls
import Hardening
import MachineTesting
import Reports
import Testing
import Vault

@testable import Commands
@testable import Operations

@Suite struct ReopenedWordsTests {
    @Test(arguments: [
        ("logins with a password alone: every account needs a key", "logins with a password alone"),
        (
            "an IRC channel (ports 6660–6669; firewall.blockedEgress)",
            "an IRC channel (ports 6660–6669; firewall.blockedEgress)"
        ),
        ("clients (by 10.0.0.1:80); by a tunnel they still do", "clients (by 10.0.0.1:80)"),
        ("logins of root", "logins of root"),
    ]) func `what had to be done instead is not told, and no parenthesis is cut`(_ cost: String, _ words: String) {
        #expect(ReopenedWords.withoutSubstitute(cost) == words)
    }

    @Test func `every critical fault that comes back is named, the ones of old values first, and a few others`() throws
    {
        let controls = ControlList.controls(for: .standalone)
        let severe = controls.filter { $0.severity >= .high }
        let guessed = try #require(controls.first { $0.id == "openclaw.choose-random-gateway-token" })
        let changes = severe.filter { $0.id != guessed.id }.map {
            Change(.kernelParameter($0.id), before: .value("0"), after: .value("1"), because: [$0.id])
        }
        let generation = Generation(
            number: 1,
            about: .madeUp(),
            plan: Plan(profile: "standalone", stages: [.init(changes, activation: nil)]),
            entries: [.applied, .confirmed],
            profile: .standalone
        )
        let back = TakingBack(generations: [generation], reopening: [guessed], unseen: nil)
        let text = ReopenedWords.text(back, TextStyle(width: 1000, isColored: false))
        for control in severe where control.severity == .critical {
            #expect(text.contains("- \(control.fault) (critical)"), "\(control.id)")
        }
        let more = severe.count - severe.count { $0.severity == .critical }
        #expect(text.contains("- \(more) more faults of high severity"))
        #expect(!text.contains("could not be seen"))
        let blind = TakingBack(generations: [generation], reopening: [], unseen: "no room")
        #expect(ReopenedWords.text(blind, .plain).contains("could not be seen: no room"))
    }

    @Test func `keys that come back are named where the vault has newer ones, and what took others back says so`()
        throws
    {
        let change = Change(
            .file("/home/claw/.openclaw/openclaw.json"),
            before: .absent,
            after: .value("{}"),
            because: [KeyMigration.control]
        )
        let moved = Generation(
            number: 1,
            about: .madeUp(),
            plan: Plan(profile: "standalone", stages: [.init([change], activation: nil)]),
            entries: [.applied, .confirmed],
            profile: .standalone
        )
        let back = TakingBack(generations: [moved], reopening: [], unseen: nil)
        let wide = TextStyle(width: 1000, isColored: false)
        let then = UInt64(moved.about.created)
        let times = [try SecretName("claw/old"): then, try SecretName("claw/rotated"): then + 1]
        let text = ReopenedWords.text(back, wide, vault: times)
        #expect(text.contains("claw/rotated") && !text.contains("claw/old"))
        #expect(ReopenedWords.text(back, wide, vault: [:]).contains("none was rotated since"))
        #expect(ReopenedWords.text(back, wide).contains("sudo nacre vault list"))

        let taking = Generation(
            number: 2,
            about: .madeUp(reverts: [1]),
            plan: Plan(profile: "standalone", stages: []),
            entries: [.applied],
            profile: .standalone
        )
        let again = TakingBack(generations: [taking], reopening: [], unseen: nil)
        #expect(
            ReopenedWords.text(again, wide).contains("Generation 2 took back 1: what that had put is in force again")
        )
    }
}
