import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct RebootTimeTests {
    @Test(arguments: [("\"\"", "now"), ("\"04:00\"", "04:00")])
    func `an empty time is apt's default, which is now`(_ written: String, _ read: String) async {
        let surface = CannedSurface(files: [
            "/var/lib/dpkg/status": "",
            "/etc/apt/apt.conf": "Unattended-Upgrade::Automatic-Reboot-Time \(written);\n",
        ])
        guard case .state(let state) = await Observer(surface).observe(.facts(.updates)) else {
            Issue.record("not seen")
            return
        }
        #expect(state.records.first?[.rebootTime] == .text(read))
    }
}
