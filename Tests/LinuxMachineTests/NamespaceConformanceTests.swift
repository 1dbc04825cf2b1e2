import Foundation
import Glibc
import Hardening
import LinuxMachine
import MachineTesting
import Testing

/// The machine that runs here is held to the laws of putting, in namespaces of mounts and of the network of its own.
///
/// A namespace is a process's, and a test runs on whichever thread is free: the tests' own program is started once more
/// in them, for the suite below.
@Suite struct NamespaceConformanceTests {
    static let variable = "NACRE_IN_NAMESPACES"
    static let isInside = ProcessInfo.processInfo.environment[variable] != nil
    private static let unshare = "/usr/bin/unshare"
    static let isPossible =
        !isInside && geteuid() == 0 && FileManager.default.isExecutableFile(atPath: unshare)

    @Test(.enabled(if: isPossible, "takes root and unshare"), .timeLimit(.minutes(5)))
    func `the running machine keeps the laws of putting`() throws {
        let program = try #require(CommandLine.arguments.first)
        let process = Process()
        process.executableURL = URL(filePath: Self.unshare)
        process.arguments =
            ["--mount", "--net", "--propagation", "private", "--", program]
            + ["--testing-library", "swift-testing", "--filter", "LawsOfPutting"]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: "yes"]) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let said = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        // A filter that finds nothing succeeds as well.
        #expect(said.contains("4 tests"), "\(said)")
    }
}

/// What is mounted and set here is seen by nobody else.
@Suite(.serialized, .enabled(if: NamespaceConformanceTests.isInside)) struct LawsOfPutting {
    private static let place = "/opt"

    private func file(_ text: String, mode: UInt16 = 0o640) -> State {
        .file(State.File(Array(text.utf8), mode: mode, owner: 0, group: 4))
    }

    /// An empty directory of root's, in memory.
    private func mountPlace() throws {
        let options = "mode=0755"
        let code = unsafe options.withCString { unsafe mount("tmpfs", Self.place, "tmpfs", 0, $0) }
        try #require(code == 0, "\(errno)")
    }

    @Test func `what of the kernel is read-only in a container is told before anything is changed`() throws {
        let kernel = "/proc/sys/kernel"
        let code = unsafe mount(kernel, kernel, "none", UInt(MS_BIND), nil)
        try #require(code == 0, "\(errno)")
        defer { _ = unsafe umount2(kernel, Int32(MNT_DETACH)) }
        let parameter = Resource.kernelParameter("kernel.kptr_restrict")
        #expect(RunningMachine().blocker(to: parameter) == nil)
        let again = unsafe mount("none", kernel, "none", UInt(MS_BIND | MS_REMOUNT | MS_RDONLY), nil)
        try #require(again == 0, "\(errno)")
        let why = RunningMachine().blocker(to: parameter)
        #expect(why?.hasPrefix("kernel.kptr_restrict cannot be changed from inside this container") == true)
        #expect(RunningMachine().blocker(to: .kernelParameter("net.ipv4.conf.lo.rp_filter")) == nil)
        #expect(RunningMachine().blocker(to: .kernelParameter("kernel.nothing")) == nil)
    }

    @Test func `of files and directories`() async throws {
        try mountPlace()
        let machine = RunningMachine()
        try await machine.put(file("there"), at: .file("\(Self.place)/there"))
        let states: [(Resource, State)] = [
            (.file("\(Self.place)/there"), file("new", mode: 0o600)),
            (.file("\(Self.place)/none"), file("new")),
            (.directory("\(Self.place)/directory"), .permissions(.init(mode: 0o750, group: 4))),
            (.permissions("\(Self.place)/there"), .permissions(.init(mode: 0o400, owner: 1, group: 1))),
        ]
        #expect(try await MachineConformance.violations(of: machine, putting: states) == [])
        #expect(await MachineConformance.violations(of: machine, observing: states.map(\.0)) == [])
        let replaced: [(Resource, State, State)] = [
            (.file("\(Self.place)/there"), file("one"), file("other")),
            (
                .permissions("\(Self.place)/there"), .permissions(.init(mode: 0o600)),
                .permissions(.init(mode: 0o400))
            ),
        ]
        #expect(try await MachineConformance.violations(of: machine, replacing: replaced) == [])
    }

    @Test func `of kernel parameters`() async throws {
        let states: [(Resource, State)] = [
            (.kernelParameter("net.ipv4.ip_forward"), .value("1")),
            (.kernelParameter("net.ipv4.conf.lo.rp_filter"), .value("2")),
        ]
        #expect(try await MachineConformance.violations(of: RunningMachine(), putting: states) == [])
    }

    @Test func `what cannot be held is refused`() async {
        for (resource, state) in [
            (Resource.kernelParameter("net.ipv4.ip_forward"), State.absent),
            (.file("\(Self.place)/there"), .value("1")), (.unit("a.service"), .value("1")),
        ] {
            let failure = await #expect(throws: RunningMachine.Failure.self) {
                try await RunningMachine().put(state, at: resource)
            }
            #expect(failure?.cause == .invalid)
        }
    }
}
