import ArgumentParser
import Detection
import Leaks
import Testing

@testable import Commands

/// What `nacre vault compromised` ends with.
struct CompromisedStatusTests {
    private static func traces(_ places: [String] = [], leftOut: [(String, String)] = []) -> SecretTraces {
        SecretTraces(
            leaks: places.map {
                Leak(
                    kind: .known,
                    place: LeakPlace($0, line: 1, offset: 0),
                    masked: "",
                    fingerprint: "f",
                    form: .base64,
                    known: KnownSecret("a", isInForce: false)
                )
            },
            leftOut: leftOut.map { Omission($0.0, why: $0.1) }
        )
    }

    @Test func `what could not be looked at is never told as if nothing were there`() {
        #expect(Self.traces().exitCode(isOpen: false) == nil)
        #expect(Self.traces(leftOut: [("/srv/big", "too much")]).exitCode(isOpen: false) == ExitCode(3))
        #expect(Self.traces(["/x"], leftOut: [("/y", "why")]).exitCode(isOpen: false) == ExitCode(1))
        #expect(Self.traces(leftOut: [("/y", "why")]).exitCode(isOpen: true) == ExitCode(1))
    }

    @Test func `and is listed before what is never looked at`() throws {
        let text = Self.traces(["/x"], leftOut: [("/srv/big", "100000 names")]).text
        #expect(text.contains("    /x:1 (base64): the value from before\n"))
        let unseen = try #require(
            text.firstRange(of: "Could not be looked at, and may hold it:\n    /srv/big: 100000 names\n")
        )
        let never = try #require(text.firstRange(of: "Never looked at: "))
        #expect(unseen.upperBound <= never.lowerBound)
        #expect(!Self.traces().text.contains("Could not be looked at"))
    }
}
