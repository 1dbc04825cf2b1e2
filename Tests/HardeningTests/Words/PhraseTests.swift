import Catalog
import Hardening
import MachineTesting
import Testing

/// What was seen is told as a person tells it.
@Suite struct PhraseTests {
    @Test(
        arguments: [
            (Field.x11Forwarding, true, "X11 forwarding"), (.x11Forwarding, false, "no X11 forwarding"),
            (.imageIsPinned, false, "image is not pinned"), (.runsAsRoot, false, "does not run as root"),
            (.canExec, false, "cannot run commands"), (.hasHealthCheck, false, "has no health check"),
            (.isPrivileged, false, "not privileged"), (.loopbackOnly, false, "not loopback only"),
            (.lastRunFailed, false, "last run did not fail"),
            (.somethingBans, false, "something does not ban addresses"),
            (.interContainer, false, "containers of the default bridge do not reach each other"),
            (.restrictsTools, false, "does not restrict tools"),
            (.readsServerLines, false, "does not read the lines of this sshd"),
            (.isSupported, false, "release does not receive fixes"),
            (.approvalsAreIgnored, false, "approvals are enforced"), (.unitStaysDown, false, "repeats a refused start"),
            (.browserIsReachable, false, "an agent does not have the browser tool"),
            (.banTimeGrows, false, "bans do not grow for those who come back"), (.hooks, true, "hooks.enabled is true"),
            (.unitKillMode, "mixed", "KillMode is mixed"),
            (.gatewayMode, .unset, "gateway.mode is not set"), (.sshJails, .list([]), "no jails for SSH"),
            (.advisoryFixed, "2026.8.1", "fixed in 2026.8.1"), (.maxAuthTries, 20, "authentication attempts: 20"),
            (.secretFileMode, .mode(0o644), "permissions: 0644"),
        ] as [(Field, Value, String)]
    )
    func `a field with its value is a phrase`(_ field: Field, _ value: Value, _ phrase: String) {
        #expect(field.phrase(value) == phrase)
    }

    private static func seen(_ record: Record, _ subject: Subject, where filter: Filter) throws -> String {
        let control = Control.madeUp(.none(subject, where: filter, "nothing of it"))
        let finding = control.audit(Snapshot([.facts(subject): .state(.records([record]))]))
        return try #require(finding.evidence.first?.wording?.seen)
    }

    @Test func `what the name says already, and what only code needs, is left out`() throws {
        let port = Record(
            "IPv4 port 8080",
            [
                .addressFamily: "IPv4", .familyInUse: true, .hostPort: 8080, .ruleKind: .rule(.port), .reachable: true,
                .decidedBy: "the policy of INPUT",
            ]
        )
        #expect(
            try Self.seen(
                port,
                .firewallRules,
                where: .ruleKind == .rule(.port) && .familyInUse == true && .reachable == true
            )
                == "reachable from outside, decided by the policy of INPUT"
        )
        let commands = Record("chat commands", [.channelScope: "commands", .commandBash: true])
        #expect(
            try Self.seen(commands, .openclawChannels, where: .channelScope == "commands" && .commandBash == true)
                == "bash command"
        )
    }

    @Test func `kinds with a sentence of their own are told by it`() throws {
        let update = Record("apt", [.installedVersion: "2.6.1", .availableVersion: "2.6.2", .isSecurityFix: true])
        #expect(
            try Self.seen(update, .pendingUpdates, where: .isSecurityFix == true)
                == "2.6.1 is installed, and 2.6.2 mends a security fault"
        )
        let place = Record(
            "/etc/x",
            [.trustedWriter: "every account", .trustedReader: "logins", .trustedExcess: .mode(2)]
        )
        #expect(
            try Self.seen(place, .trustedPlaces, where: Field.trustedWriter.isSet)
                == "can be written by every account, and is read by logins"
        )
    }

    @Test func `programs still get the fields`() throws {
        let control = Control.madeUp(.each(.logins, .x11Forwarding, .is(false)))
        let state = State.records([Record("root", [.x11Forwarding: true])])
        let evidence = try #require(control.audit(Snapshot([.facts(.logins): .state(state)])).evidence.first)
        #expect(evidence.observed == "X11 forwarding: yes" && evidence.wanted == "X11 forwarding: no")
        #expect(evidence.wording == Evidence.Wording(seen: "X11 forwarding", wanted: "no X11 forwarding"))
    }
}
