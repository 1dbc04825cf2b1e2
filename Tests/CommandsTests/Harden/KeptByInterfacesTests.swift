import Hardening
import MachineTesting
import Testing

@testable import Commands

@Suite struct KeptByInterfacesTests {
    private static let conf = "/proc/sys/net/ipv4/conf"

    private static func change(_ name: String) -> Change {
        Change(.kernelParameter(name), before: .value("0"), after: .value("1"), because: [])
    }

    private func words(_ files: [String: String]) async -> [String] {
        let changes = [
            Self.change("net.ipv4.conf.default.log_martians"), Self.change("net.ipv4.conf.eth0.log_martians"),
            Self.change("kernel.dmesg_restrict"),
        ]
        let paths = Dictionary(uniqueKeysWithValues: files.map { ("\(Self.conf)/\($0)/log_martians", $1 + "\n") })
        return await KeptByInterfaces.words(changes, on: CannedSurface(files: paths))
    }

    @Test func `what came while new interfaces got the value is named`() async {
        let files = ["all": "1", "default": "0", "eth0": "1", "veth7": "1", "veth8": "0", "eth0.7": "1"]
        #expect(
            await words(files) == [
                "eth0.7, which came since, keeps until it is made anew: net.ipv4.conf.eth0/7.log_martians = 1",
                "veth7, which came since, keeps until it is made anew: net.ipv4.conf.veth7.log_martians = 1",
            ]
        )
    }

    @Test func `where new ones still get it, or all are known, nothing is`() async {
        #expect(await words(["default": "1", "veth7": "1"]) == [])
        #expect(await words(["default": "0", "eth0": "1", "veth8": "0"]) == [])
    }
}
