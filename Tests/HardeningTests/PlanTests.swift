import Catalog
import Hardening
import MachineTesting
import Testing

private let parameter = Resource.kernelParameter("a.b")
private let file = Resource.file("/etc/x")

private func control(_ phrase: String, _ requirement: Requirement, _ fix: Fix? = nil) -> Control {
    Control(
        .kernel,
        phrase,
        title: phrase,
        fault: "not \(phrase)",
        rationale: "",
        severity: .low,
        references: [],
        requires: [requirement],
        fix: fix ?? .manual("Reboot.", because: "It is yours."),
        examples: []
    )
}

/// One of the controls, with the fix that a test gives it.
private struct Asking {
    let control: Control

    static func put(_ id: Control.ID, _ amendments: [Amendment]) -> Self {
        Self(control: asking(id, .put(byHand: "by hand", amendments)))
    }

    static func person(_ id: Control.ID, _ steps: String) -> Self {
        Self(control: asking(id, .manual(steps, because: "It is yours.")))
    }

    private static func asking(_ id: Control.ID, _ fix: Fix) -> Control {
        id == one.id
            ? HardeningTests.control("one", .kernel("a.b", is: "1"), fix)
            : HardeningTests.control("two", .kernel("a.b", atLeast: 1), fix)
    }
}

private func line(_ text: String, activation: Activation? = nil) -> Amendment {
    Amendment(file, text, activation: activation) { state in
        guard case .file(var content) = state else { return .file(.init(Array(text.utf8), mode: 0o600)) }
        if !(content.text ?? "").contains(text) { content.bytes += Array(text.utf8) }
        return .file(content)
    }
}

private func set(_ value: String) -> Amendment {
    Amendment(parameter, "a.b is \(value)") { _ in .value(value) }
}

private let one = control("one", .kernel("a.b", is: "1"))
private let two = control("two", .kernel("a.b", atLeast: 1))

@Suite struct PlanTests {
    private let snapshot = Snapshot([parameter: .state(.value("0")), file: .state(.absent)])

    private func plan(_ asking: [Asking], on snapshot: Snapshot? = nil) throws -> Plan {
        let snapshot = snapshot ?? self.snapshot
        return try Plan(profile: "test", Demands(asking.map(\.control), .standalone, on: snapshot), on: snapshot)
    }

    @Test func `merges what several controls ask of one resource into one change`() throws {
        let plan = try plan([.put(one.id, [line("a"), set("1")]), .put(two.id, [line("b"), set("1")])])
        #expect(plan.changes.map(\.because) == [[one.id, two.id], [one.id, two.id]])
        #expect(plan.changes.first?.after == .file(.init(Array("ab".utf8), mode: 0o600)))
    }

    @Test func `refuses controls that cannot both hold`() {
        let error = #expect(throws: PlanErrors.self) {
            try plan([.put(one.id, [set("1")]), .put(two.id, [set("2")])])
        }
        #expect(error?.errors == [.conflict(parameter, [one.id, two.id])])
    }

    @Test func `what cannot be amended is left to a person, each with the reason, and the rest is planned`() throws {
        let never = Amendment(file, "never") { _ throws(Amendment.Failure) in throw .init("not text") }
        let impossible = Amendment(parameter, "never") { _ throws(Amendment.Failure) in throw .init("read only") }
        let none = try plan([.put(one.id, [never]), .put(two.id, [impossible])])
        #expect(none.changes.isEmpty && Set(none.advice.map(\.control)) == [one.id, two.id])
        #expect(none.advice.contains { $0.text.contains("cannot be changed: not text") })
        // All that the control asks for is left out, and nothing of the other one's.
        let some = try plan([.put(one.id, [set("2"), never]), .put(two.id, [set("1")])])
        #expect(some.changes.map(\.because) == [[two.id]] && some.advice.map(\.control) == [one.id])
    }

    @Test func `a control that needs what cannot be read is left to a person, and the rest is planned`() throws {
        let blind = Snapshot([
            parameter: .state(.value("0")), file: .unreadable(.notTrusted("/etc/x is a symbolic link to /y")),
            .kernelParameter("c.d"): .state(.value("0")),
        ])
        let half = Amendment(.kernelParameter("c.d"), "c.d") { _ in .value("1") }
        let plan = try plan([.put(one.id, [half, line("a")]), .put(two.id, [set("1")])], on: blind)
        #expect(plan.changes.map(\.resource) == [parameter])
        #expect(plan.advice.map(\.control) == [one.id])
        #expect(plan.advice.first?.text == "Nacre changes nothing for this control: /etc/x is a symbolic link to /y.")
    }

    @Test func `of files whose permissions are changed, only the one that cannot be read is left out`() throws {
        func closed(_ path: String) -> Amendment {
            Amendment(.permissions(path), "closed") { state throws(Amendment.Failure) in
                guard case .permissions(var permissions) = state else { throw .init("is not there") }
                permissions.mode &= 0o600
                return .permissions(permissions)
            }
        }
        let snapshot = Snapshot([
            parameter: .state(.value("0")),
            .permissions("/home/a/x"): .unreadable(.notTrusted("/home/a/x is a symbolic link")),
            .permissions("/home/b/x"): .state(.permissions(.init(mode: 0o644))),
        ])
        let plan = try plan([.put(one.id, [closed("/home/a/x"), closed("/home/b/x")])], on: snapshot)
        #expect(plan.changes.map(\.resource) == [.permissions("/home/b/x")])
        #expect(plan.advice.first?.text == "Left as it is: /home/a/x is a symbolic link.")
        #expect(plan.advice.first?.control == one.id)
    }

    @Test func `what is asked of a link is asked of the file that it leads to, once`() throws {
        let direct = Amendment(.file("/etc/y"), "b") { state in
            guard case .file(var content) = state, content.text?.contains("b") != true else { return state }
            content.bytes += Array("b".utf8)
            return .file(content)
        }
        let snapshot = Snapshot([
            parameter: .state(.value("0")), .file("/etc/y"): .state(.file(.init([], mode: 0o644))),
        ])
        let demands = Demands(
            [Asking.put(one.id, [line("a")]), .put(two.id, [direct])].map(\.control),
            .standalone,
            on: snapshot
        )
        let plan = try Plan(profile: "test", demands.following(["/etc/x": "/etc/y"]), on: snapshot)
        #expect(plan.changes.map(\.resource) == [.file("/etc/y")])
        #expect(plan.changes.first?.after == .file(.init(Array("ab".utf8), mode: 0o644)))
    }

    @Test func `asks only for what drifted`() throws {
        let met = Snapshot([parameter: .state(.value("1")), file: .state(.absent)])
        #expect(try plan([.put(one.id, [line("a")])], on: met).isEmpty)
        let dark = Snapshot([file: .state(.absent)])
        #expect(try plan([.put(one.id, [line("a")])], on: dark).isEmpty)
    }

    @Test func `leaves to a person what it cannot undo`() throws {
        let plan = try plan([.person(one.id, "Reboot."), .put(two.id, [set("1")])])
        #expect(plan.advice == [.init(control: one.id, text: "It is yours. By hand: Reboot.")])
        #expect(plan.changes.map(\.because) == [[two.id]])
    }

    @Test func `stages run in the order in which daemons need each other`() throws {
        let plan = try plan(
            [
                .put(one.id, [line("a", activation: .sshd), set("1")]), .put(two.id, [.package("fail2ban"), set("1")]),
            ],
            on: Snapshot([
                parameter: .state(.value("0")), file: .state(.absent), .package("fail2ban"): .state(.absent),
            ])
        )
        #expect(plan.stages.map(\.activation) == [nil, nil, .sshd])
        #expect(plan.changes.map(\.resource) == [.package("fail2ban"), parameter, file])
    }

    @Test func `keeps what would cut off the operator until the confirmation`() throws {
        let port = Amendment(parameter, "2222", interim: { _, after in .value("22 and \(after)") }) { _ in
            .value("2222")
        }
        let change = try #require(try plan([.put(one.id, [port])]).changes.first)
        #expect(change.first == .value("22 and 2222"))
        #expect(change.after == .value("2222"))
    }

    @Test func `what needs a package waits until it is installed`() throws {
        let waiting = line("a").requiring("ufw")
        let bare = Snapshot([
            parameter: .state(.value("0")), file: .unreadable(.missing("no such directory")),
            .package("ufw"): .state(.absent),
        ])
        let first = try plan([.put(one.id, [.package("ufw"), waiting]), .put(two.id, [set("1")])], on: bare)
        #expect(first.deferred.map(\.resource) == [file])
        #expect(first.firstPass.changes.map(\.resource) == [.package("ufw")])
        let installed = Snapshot([
            parameter: .state(.value("0")), file: .state(.absent), .package("ufw"): .state(.package(.exact("0.36"))),
        ])
        let second = try plan([.put(one.id, [.package("ufw"), waiting]), .put(two.id, [set("1")])], on: installed)
        #expect(second.deferred.isEmpty)
        #expect(Set(second.changes.map(\.resource)) == [parameter, file])
    }

    @Test func `one file is changed once, whatever is asked of its content and of its permissions`() throws {
        let snapshot = Snapshot([
            parameter: .state(.value("0")), file: .state(.file(.init([], mode: 0o644))),
            .permissions("/etc/x"): .state(.permissions(.init(mode: 0o644))),
        ])
        let closed = Amendment.mode("/etc/x", within: 0o600)
        let plan = try plan([.put(one.id, [line("a", activation: .sshd)]), .put(two.id, [closed])], on: snapshot)
        #expect(plan.changes.map(\.resource) == [file])
        #expect(plan.changes.first?.after == .file(.init(Array("a".utf8), mode: 0o600)))
    }

    @Test func `what goes from one file to another goes in one stage, to whom the other then belongs`() throws {
        let target = Resource.file("/etc/.env")
        let activations: [Activation] = [.caddy, .fail2ban]
        let moving = Amendment(target, "moved", activation: activations[0], reading: [file]) { state, snapshot in
            guard state == .absent, case .state(.file(let source)) = snapshot[file] else { return state }
            return .file(.init(source.bytes, mode: 0o600))
        }
        let leaving = Amendment(file, "left", activation: activations[0], reading: [target]) { state, _ in
            guard case .file(var content) = state else { return state }
            content.bytes = []
            return .file(content)
        }
        let owning = Amendment(.permissions("/etc/x"), "owned", activation: activations[1]) { state in
            guard case .permissions(var permissions) = state else { return state }
            permissions.owner = 1000
            return .permissions(permissions)
        }
        let before = State.file(.init(Array("a".utf8), mode: 0o600))
        var snapshot = self.snapshot
        snapshot[file] = .state(before)
        snapshot[target] = .state(.absent)
        let plan = try plan(
            [.put(one.id, [moving.owned(like: "/etc/x"), leaving]), .put(two.id, [owning])],
            on: snapshot
        )
        // Both daemons are told; the first of them already finds both files done.
        #expect(plan.stages.map(\.activation) == [.fail2ban, .caddy])
        #expect(plan.stages.first?.changes.map(\.resource) == [target, file])
        #expect(
            plan.stages.first?.changes.map(\.after) == [
                .file(.init(Array("a".utf8), mode: 0o600, owner: 1000)), .file(.init([], mode: 0o600, owner: 1000)),
            ]
        )
        #expect(plan.stages.first?.changes.map(\.premises) == [[.init(file, before)], [.init(target, .absent)]])
    }

    @Test func `a gateway is not started twice where the project of its container starts it`() throws {
        let file = Resource.file("/opt/claw/state/openclaw.json")
        let gateway = Activation.gateway(
            .init(container: "claw-gateway-1", configuration: "/opt/claw/state/openclaw.json", port: 18789)
        )
        let compose = Activation.compose(.init(name: "claw", directory: "/opt/claw", files: ["/opt/claw/compose.yml"]))
        func amendment(_ resource: Resource, _ text: String, _ activation: Activation) -> Amendment {
            Amendment(resource, text, activation: activation) { state in
                guard case .file(var file) = state else { return state }
                if !(file.text ?? "").contains(text) { file.bytes += Array(text.utf8) }
                return .file(file)
            }
        }
        var snapshot = self.snapshot
        for resource in [file, .file("/opt/claw/state/.env")] {
            snapshot[resource] = .state(.file(.init(Array("a".utf8), mode: 0o600)))
        }
        let both = [amendment(file, "b", gateway), amendment(file, "c", compose)]
        #expect(try plan([.put(one.id, both)], on: snapshot).stages.map(\.activation) == [compose])
        // What only the gateway reads is put for the gateway.
        let other = both + [amendment(.file("/opt/claw/state/.env"), "d", gateway)]
        #expect(try plan([.put(one.id, other)], on: snapshot).stages.map(\.activation) == [compose, gateway])
    }

    @Test func `every daemon is told that reads what was put, after it was put`() throws {
        let plan = try plan([
            .put(one.id, [line("a", activation: .sshd)]), .put(two.id, [line("b", activation: .docker)]),
        ])
        #expect(plan.stages.map(\.activation) == [.docker, .sshd])
        #expect(plan.stages.map(\.changes.count) == [1, 0])
    }
}
