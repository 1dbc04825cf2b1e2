@testable import Guard
import Testing

@Suite struct PlaceholderTests {
    @Test func placeholdersAreFoundWhereTheyStand() {
        let one = Placeholder.mint()
        #expect(one.utf8.count == 64)
        #expect(Placeholder.mint() != one)
        for (before, after) in [("", ""), ("Bearer ", ""), ("key=", "&alt=sse"), ("x", "0")] {
            let start = before.utf8.count
            #expect(Placeholder.places(in: before + one + after) == [start..<start + 64])
        }
        #expect(Placeholder.places(in: String(one.dropLast())).isEmpty)
        #expect(Placeholder.places(in: one.uppercased()).isEmpty)
    }

    @Test func theHashIsTheOneOfTheConfiguration() {
        // By sha256sum.
        let digest = Placeholder.digest(of: "abc".utf8)
        #expect(Placeholder.digest("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == digest)
        #expect(Placeholder.digest("sha256:ba78") == nil)
    }
}
