import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct KeptSurfaceTests {
    private static let netrc = Change(
        .permissions("/home/bob/.netrc"),
        before: .permissions(.init(mode: 0o644, owner: 1001, group: 1001)),
        after: .permissions(.init(mode: 0o600, owner: 1001, group: 1001)),
        because: []
    )

    @Test func `a file that its owner opened again is as it was put, and every other one as it is`() async {
        var base = CannedSurface()
        base.add("/home/bob/.netrc", "login", mode: 0o666, owner: 1002)
        base.add("/home/bob/.pgpass", "login", mode: 0o644)
        let kept = KeptSurface([Self.netrc], over: base)
        #expect(await kept.status("/home/bob/.netrc").content?.mode == 0o600)
        #expect(await kept.status("/home/bob/.netrc").content?.owner == 1001)
        #expect(await kept.file("/home/bob/.netrc").content?.bytes == Array("login".utf8))
        #expect(await kept.status("/home/bob/.pgpass").content?.mode == 0o644)
        #expect(kept.isLive == base.isLive)
    }

    @Test func `what its owner took away or put a link in the place of is as it was put`() async {
        var base = CannedSurface()
        base.links["/home/bob/.netrc"] = "/etc/shadow"
        for surface in [KeptSurface([Self.netrc], over: base), KeptSurface([Self.netrc], over: CannedSurface())] {
            #expect(await surface.status("/home/bob/.netrc").content?.mode == 0o600)
            #expect(await surface.status("/home/bob/.netrc").content?.isLink == false)
            #expect(await surface.link("/home/bob/.netrc") == .absent)
        }
    }
}
