import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct MissingListsTests {
    private static let release =
        "Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nCodename: bookworm-security\n"

    @Test(arguments: [
        ("deb.debian.org_debian-security_dists_bookworm-security", "stable-security (deb.debian.org)"),
        ("_srv_mirror_dists_bookworm-security", "stable-security (a directory)"),
    ])
    func `says which archive has no lists, and what fetches them`(_ prefix: String, _ name: String) async {
        var surface = CannedSurface(files: [
            "/var/lib/apt/lists/\(prefix)_InRelease": Self.release,
            "/etc/os-release": "ID=debian\nVERSION_CODENAME=bookworm\n", "/var/lib/dpkg/status": "",
        ])
        surface.files["/var/lib/apt/periodic/update-success-stamp"] = FileContent(
            bytes: [],
            status: FileStatus(mode: 0o644, modified: surface.now)
        )
        let seen = await Observer(surface).observe(.facts(.pendingUpdates))
        #expect(seen == .unreadable(.missing("apt-get update has fetched no package lists of \(name)")), "\(seen)")
    }
}
