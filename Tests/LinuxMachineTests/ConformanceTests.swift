import Hardening
import LinuxMachine
import MachineTesting
import Testing

@Suite struct ConformanceTests {
    private static let resources: [Resource] =
        [
            .file("/etc/passwd"), .file("/none"), .kernelParameter("kernel.ostype"), .unit("ssh.service"),
            .package("dpkg"),
        ]
        + Subject.allCases.map { .facts($0) }

    @Test func `the dictionary machine keeps the laws of putting`() async throws {
        let states: [(Resource, State)] = [
            (.file("/a"), .file(.init([1], mode: 0o600))),
            (.row(Row("/a", table: "t", keyColumn: "k", key: "x", valueColumn: "v")), .row(RowContent("{}"))),
            (.kernelParameter("a.b"), .value("1")),
        ]
        let machine = MemoryMachine([.kernelParameter("a.b"): .value("0")])
        #expect(try await MachineConformance.violations(of: machine, putting: states) == [])
        #expect(await MachineConformance.violations(of: machine, observing: Self.resources) == [])
    }

    @Test func `the live machine keeps the laws of observing`() async throws {
        let machine = LinuxMachine(try LiveSurface())
        #expect(await MachineConformance.violations(of: machine, observing: Self.resources) == [])
    }

    @Test func `the mounted machine keeps the laws of observing`() async throws {
        let machine = LinuxMachine(try MountedSurface("/"))
        #expect(await MachineConformance.violations(of: machine, observing: Self.resources) == [])
    }

    @Test func `a machine that answers differently, or with another kind, is caught`() async {
        struct Liar: Machine {
            func observe(_ resource: Resource) async -> Observation { .state(.value("x")) }
        }
        #expect(await MachineConformance.violations(of: Liar(), observing: [.file("/a")]).count == 1)
    }
}
