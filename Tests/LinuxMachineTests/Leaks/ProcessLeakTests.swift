import Foundation
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct ProcessLeakTests {
    /// A directory that holds what `/proc` shows.
    private static func proc(_ processes: [(number: Int, parent: Int, name: String, line: String, variables: String)])
        throws
        -> RootDirectory
    {
        let root = try Program.scratch()
        for process in processes {
            let directory = root.appending(path: "\(process.number)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let parts = [
                "stat":
                    "\(process.number) (\(process.name)) S \(process.parent) 1 1 0 -1 \(process.name == "kworker" ? 69_238_880 : 4_194_560)",
                "cgroup": "0::/system.slice/x.service\n",
                "cmdline": process.line.replacing(" ", with: "\0"),
                "environ": process.variables.replacing(" ", with: "\0"),
            ]
            for (name, text) in parts { try Data(text.utf8).write(to: directory.appending(path: name)) }
        }
        return try RootDirectory(root.path)
    }

    private static let processes = [
        (900_001, 1, "sh) x (", "sh -c a", "A=1 KEY=\(MadeUpKeys.key(1)) B=2"),
        (900_002, 1, "node", "node /usr/lib/node_modules/openclaw/openclaw.mjs", "KEY=\(MadeUpKeys.key(2))"),
        (900_004, 900_005, "python3", "python3 tool --key \(MadeUpKeys.key(3))", "X=1"),
        (900_005, 900_002, "bash", "bash", "KEY=\(MadeUpKeys.key(4))"),
        (900_003, 2, "kworker", "", "KEY=\(MadeUpKeys.key(6))"),
        (900_006, 1, "nacre", "nacre leaks --openclaw", "KEY=\(MadeUpKeys.key(5))"),
    ]

    @Test func `variables and command lines of all processes are looked through`() throws {
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtProcesses(.all, try Self.proc(Self.processes))
        #expect(hunt.places(of: 1) == ["process 900001 (sh) x () > environment, KEY, byte 4"])
        #expect(hunt.places(of: 2) == ["process 900002 (node) > environment, KEY, byte 4"])
        #expect(hunt.places(of: 3) == ["process 900004 (python3) > command line, byte 19"])
        #expect(hunt.places(of: 4).count == 1 && hunt.places(of: 5).count == 1)
        #expect(hunt.places(of: 6).isEmpty && hunt.leftOut.isEmpty)
    }

    @Test func `of OpenClaw there are its processes and what they started`() throws {
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtProcesses(.openclaw(units: [], containers: []), try Self.proc(Self.processes))
        #expect((1...5).map { hunt.places(of: $0).count } == [0, 1, 1, 1, 0])
        let byUnit = MadeUpKeys.hunt()
        byUnit.lookAtProcesses(.openclaw(units: ["x.service"], containers: []), try Self.proc([Self.processes[0]]))
        #expect(byUnit.places(of: 1).count == 1)
        let none = MadeUpKeys.hunt()
        none.lookAtProcesses(.openclaw(units: [], containers: []), try Self.proc([Self.processes[0]]))
        #expect(none.leftOut.map(\.why) == ["no process of OpenClaw was seen running"])
    }
}
