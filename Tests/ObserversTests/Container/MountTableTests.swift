import Testing

@testable import Observers

@Suite struct MountTableTests {
    private let table = MountTable(
        """
        21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
        22 21 0:5 / /proc rw - proc proc rw
        40 21 254:0 /opt/openclaw /srv/by\\040hand rw shared:1 - ext4 /dev/vda rw
        41 21 254:0 /opt/openclaw /var/lib/docker/volumes/by/_data rw - ext4 /dev/vda rw
        42 21 8:1 / /mnt/disk rw - ext4 /dev/sda1 rw
        43 42 254:0 /opt /mnt/disk rw - ext4 /dev/vda rw
        """
    )

    @Test func `a directory is the same by each of its names`() {
        let file = "/opt/openclaw/docker-compose.yml"
        for name in ["/srv/by hand", "/var/lib/docker/volumes/by/_data", "/mnt/disk", "/mnt/disk/openclaw", "/"] {
            #expect(table.isInside(file, name), "\(name)")
        }
        for name in ["/opt/other", "/proc", "/srv", "/mnt/disk/other"] {
            #expect(!table.isInside(file, name), "\(name)")
        }
    }

    @Test func `takes any text without harm`() {
        #expect(MountTable("").place(of: "/x") == nil)
        #expect(MountTable("1 2 3 \\ \\77 \\400 x - y\n\u{0}").place(of: "/x") == nil)
    }
}
