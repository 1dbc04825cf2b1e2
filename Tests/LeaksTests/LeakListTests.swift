import Detection
import Testing

@testable import Leaks

@Suite struct LeakListTests {
    private func leak(_ source: String, _ secret: Int) -> Leak {
        Leak(
            kind: .password,
            place: LeakPlace(source, line: 1, offset: 0),
            masked: "…",
            fingerprint: "\(secret)",
            form: .plain,
            known: nil
        )
    }

    private var bounds: LeakList.Bounds {
        var bounds = LeakList.Bounds()
        (bounds.secrets, bounds.places, bounds.all, bounds.leftOut) = (3, 2, 6, 2)
        return bounds
    }

    @Test func `one secret at many places leaves room for others, and what is not listed is counted`() {
        var list = LeakList(bounds: bounds)
        for _ in 0..<10 { list.add(leak("a", 1)) }
        for secret in 2...5 { list.add(leak("a", secret)) }
        #expect(list.leaks.map(\.fingerprint) == ["1", "1", "2", "3"])
        #expect(list.leftOut.map(\.place) == ["a"])
        #expect(list.leftOut.map(\.why) == ["10 more finds in it are not listed"])
    }

    @Test func `every source that is not listed is named`() {
        var list = LeakList(bounds: bounds)
        for source in ["a", "b", "c"] { for secret in 1...3 { list.add(leak(source, secret)) } }
        #expect(list.leaks.count == 6)
        #expect(list.leftOut.map(\.place) == ["c"])
        #expect(list.leftOut.map(\.why) == ["3 more finds in it are not listed"])
    }

    @Test func `places that are not listed are counted`() {
        var list = LeakList(bounds: bounds)
        for place in 0..<5 { list.leaveOut(Omission("\(place)", why: "why")) }
        #expect(list.leftOut.map(\.why) == ["why", "why", "3 of them are not listed"])
    }

    @Test func `nobody hides a known value behind other finds, or behind another value`() {
        var bounds = LeakList.Bounds()
        (bounds.all, bounds.known) = (6, 3)
        var list = LeakList(bounds: bounds)
        func known(_ source: String, _ name: String) -> Leak {
            Leak(
                kind: .known,
                place: LeakPlace(source, line: 1, offset: 0),
                masked: "",
                fingerprint: name,
                form: .plain,
                known: KnownSecret(name, isInForce: true)
            )
        }
        for number in 0..<20 { list.add(leak("\(number)", number)) }
        for number in 0..<20 { list.add(known("n\(number)", "own")) }
        list.add(known("history", "other"))
        #expect(list.leaks.count == 10)
        #expect(list.leaks.last?.fingerprint == "other")
    }
}
