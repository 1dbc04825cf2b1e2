import ArgumentParser
import Testing

@testable import Commands
@testable import LinuxMachine

/// What `nacre vault compromised` ends with.
struct CompromisedStatusTests {
    private static func result(traces: [String] = [], unseen: [String] = []) -> TraceHunt.Result {
        var result = TraceHunt.Result()
        result.traces = traces.map { TraceHunt.Trace(place: $0, form: .plain) }
        result.unseen = unseen
        result.leftOut = ["what databases keep compressed"]
        return result
    }

    @Test func `what could not be looked at is never told as if nothing were there`() {
        #expect(VaultCompromised.exitCode(Self.result(), isOpen: false) == nil)
        #expect(VaultCompromised.exitCode(Self.result(unseen: ["/srv/big: too much"]), isOpen: false) == ExitCode(3))
        #expect(VaultCompromised.exitCode(Self.result(traces: ["/x:1"], unseen: ["/y"]), isOpen: false) == ExitCode(1))
        #expect(VaultCompromised.exitCode(Self.result(unseen: ["/y"]), isOpen: true) == ExitCode(1))
    }

    @Test func `and is listed before what is never looked at`() throws {
        let text = VaultCompromised.text(Self.result(unseen: ["/srv/big: 100000 names"]))
        let unseen = try #require(
            text.firstRange(of: "Could not be looked at, and may hold it:\n    /srv/big: 100000 names\n")
        )
        let never = try #require(text.firstRange(of: "Not looked at:\n    what databases keep compressed\n"))
        #expect(unseen.upperBound <= never.lowerBound)
        #expect(!VaultCompromised.text(Self.result()).contains("Could not be looked at"))
    }
}
