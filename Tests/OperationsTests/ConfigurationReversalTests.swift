import Hardening
import Testing

@testable import Operations

@Suite struct ConfigurationReversalTests {
    private func file(_ text: String, mode: UInt16 = 0o600, owner: UInt32 = 1000) -> State {
        .file(.init(Array(text.utf8), mode: mode, owner: owner, group: owner))
    }

    private func change(_ path: String = "/home/claw/.openclaw/openclaw.json") -> Change {
        Change(
            .file(path),
            before: file("{ // mine\n \"gateway\": { \"bind\": \"lan\", \"port\": 1 } }", mode: 0o644),
            after: file("{ // mine\n \"gateway\": { \"bind\": \"loopback\", \"port\": 1, \"nodes\": { \"a\": 1 } } }"),
            because: []
        )
    }

    @Test func `layout, order and keys of others are no drift`() {
        let anew = file(#"{"meta":{"x":1},"gateway":{"nodes":{"a":1},"port":2,"bind":"loopback"}}"#)
        #expect(ConfigurationReversal.altered(change(), now: anew) == [])
    }

    @Test func `what Nacre put and is something else is named, whoever it was`() {
        let back = file(#"{"gateway":{"bind":"lan","port":1,"nodes":{"a":2}}}"#)
        let altered = ConfigurationReversal.altered(change(), now: back) ?? []
        #expect(altered.count == 2)
        #expect(altered.contains { $0.contains("bind") } && altered.contains { $0.contains("nodes") })
        let open = file(#"{"gateway":{"bind":"loopback","port":1,"nodes":{"a":1}}}"#, mode: 0o644)
        #expect(ConfigurationReversal.altered(change(), now: open) == ["its mode or owner"])
    }

    @Test func `other files, and what cannot be read, are told as a whole`() {
        let now = file("{}")
        #expect(ConfigurationReversal.altered(change("/etc/docker/daemon.json"), now: now) == nil)
        #expect(ConfigurationReversal.altered(change(), now: file("{")) == nil)
        #expect(ConfigurationReversal.altered(change(), now: .absent) == nil)
    }

    @Test func `what is put back keeps the mode and the keys that are somebody's own`() throws {
        let anew = file(#"{"gateway":{"nodes":{"a":1},"port":2,"bind":"loopback"}}"#)
        let part = try #require(ConfigurationReversal.reconcile(change(), anew))
        #expect(part.state == file(#"{"gateway":{"port":2,"bind":"lan"}}"#))
        #expect(part.left.isEmpty && part.restored.count == 2)
    }

    @Test func `a provider of secrets stays while something refers to it`() throws {
        let provider = #""secrets":{"providers":{"nacre":{"source":"exec","command":"/x"}}}"#
        let reference = #"{"source":"exec","provider":"nacre","id":"a"}"#
        let moved = Change(
            .file("/home/claw/.openclaw/openclaw.json"),
            before: file(#"{"a":"plain"}"#),
            after: file(#"{"a":\#(reference),\#(provider)}"#),
            because: []
        )
        let added = file(#"{"a":\#(reference),"b":\#(reference),\#(provider)}"#)
        let part = try #require(ConfigurationReversal.reconcile(moved, added))
        guard case .file(let back) = part.state, let text = back.text else {
            Issue.record("no file")
            return
        }
        #expect(text.contains(#""a":"plain""#) && text.contains("nacre") && text.contains("/x"))
        #expect(part.left.contains { $0.contains("secrets.providers.nacre") })
        let alone = try #require(
            ConfigurationReversal.reconcile(moved, file(#"{"a":\#(reference),"c":1,\#(provider)}"#))
        )
        guard case .file(let gone) = alone.state else {
            Issue.record("no file")
            return
        }
        #expect(gone.text?.contains("nacre") == false)
    }
}
