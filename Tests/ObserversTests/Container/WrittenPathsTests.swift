import Testing

@testable import Observers

@Suite struct WrittenPathsTests {
    @Test func `only what has nothing below it was written for itself`() {
        let paths = ["/a", "/a/b", "/a/b/c", "/a-b", "/a.b/c", "/d", "/a/b/c", "/"]
        #expect(ComposeObserver.leaves(paths) == ["/a-b", "/a.b/c", "/a/b/c", "/d"])
        #expect(ComposeObserver.leaves(["/tmp"]) == ["/tmp"])
        #expect(ComposeObserver.leaves([]).isEmpty)
    }

    @Test func `thousands of files take no time`() {
        let paths = (0..<20_000).map { "/tmp/node-compile-cache/v24/\($0 % 40)/\($0)" }
        let start = ContinuousClock.now
        #expect(ComposeObserver.leaves(paths).count == 20_000)
        #expect(ContinuousClock.now - start < .seconds(60), "a busy machine is slow, and pairs take minutes")
    }
}
