import Testing

@testable import Observers

@Suite struct OpenClawVersionTests {
    @Test func `sorts by number, betas before their release and fixes after it`() {
        let texts = [
            "2026.1.29-beta.2", "2026.1.29-beta.10", "2026.1.29", "2026.1.29-1", "2026.1.29-2", "2026.2.3", "2026.2.14",
            "2026.10.1", "2026.10.10-beta.1", "2026.10.10",
        ]
        let versions = texts.compactMap { OpenClawVersion($0) }
        #expect(versions.count == texts.count)
        #expect(versions == versions.sorted() && Set(versions).count == versions.count)
        #expect(versions.map(\.description) == texts)
    }

    @Test func `flavours of an image are the release`() {
        #expect(OpenClawVersion("2026.9.4-slim") == OpenClawVersion(2026, 9, 4))
        #expect(OpenClawVersion("v2026.9.4-r20260901") == OpenClawVersion(2026, 9, 4))
    }

    @Test(arguments: [
        "", "latest", "main", "2026", "2026.4", "2026.4.x", "1.2.3", "2026.13.1", "2026..1", "2026.4.19.1",
    ])
    func `other words are no version`(_ text: String) {
        #expect(OpenClawVersion(text) == nil)
    }
}
