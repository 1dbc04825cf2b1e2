import Hardening
import Testing

@testable import Operations

@Suite struct VariablesReversalTests {
    private func file(_ text: String, mode: UInt16 = 0o600) -> State {
        .file(.init(Array(text.utf8), mode: mode, owner: 1000, group: 1000))
    }

    private func change(before: State = .absent) -> Change {
        Change(.file("/home/claw/.openclaw/.env"), before: before, after: file("TOKEN=old\n"), because: [])
    }

    @Test func `a new key is no drift, and one that is gone is`() {
        #expect(ConfigurationReversal.altered(change(), now: file("TOKEN=new\nMINE=1\n")) == [])
        #expect(ConfigurationReversal.altered(change(), now: file("MINE=1\n")) == ["TOKEN"])
        #expect(ConfigurationReversal.altered(change(), now: file("TOKEN=old\n", mode: 0o644)) == ["its mode or owner"])
    }

    @Test func `what somebody added stays, and a file that is empty then goes`() throws {
        let part = try #require(ConfigurationReversal.reconcile(change(), file("MINE=1\nTOKEN=old\n")))
        #expect(part.state == file("MINE=1\n") && part.restored == ["TOKEN"] && part.left.isEmpty)
        let whole = try #require(ConfigurationReversal.reconcile(change(), file("TOKEN=old\n", mode: 0o640)))
        #expect(whole.state == .absent)
        let emptied = try #require(ConfigurationReversal.reconcile(change(before: file("")), file("TOKEN=old\n")))
        #expect(emptied.state == file(""))
    }

    @Test func `a key that was changed since stays, and what reads the old one is said`() throws {
        let part = try #require(ConfigurationReversal.reconcile(change(), file("TOKEN=new\n")))
        #expect(part.state == file("TOKEN=new\n"))
        #expect(part.left.count == 1 && part.left[0].hasPrefix("TOKEN, whose new value"))
    }
}
