import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct PlannedLinkTests {
    @Test func `a link to a planned file shows what is planned`() async {
        var surface = CannedSurface(files: ["/etc/ssh/sshd_config.d/x.conf": "old\n", "/etc/x.conf": "old\n"])
        surface.links["/etc/ssh/sshd_config.d/x.conf"] = "../../x.conf"
        let planned = PlannedSurface(
            ["/etc/x.conf": .file(.init(Array("new\n".utf8), mode: 0o644))],
            over: surface
        )
        #expect(await planned.text("/etc/ssh/sshd_config.d/x.conf").content == "new\n")
        #expect(await planned.text("/etc/x.conf").content == "new\n")
    }
}
