import Catalog
import Foundation
import Glibc
import LinuxMachine
import Surface
import Synchronization
import TestPrograms
import Testing

@Suite struct ProgramsTests {
    private let surface: LiveSurface

    init() throws { surface = try LiveSurface() }

    @Test func `runs a program from the system's directories with an environment of its own`() async {
        let output = await surface.run(Command("env", timeout: 120)).content
        #expect(output?.status == 0)
        #expect(output?.text.contains("LC_ALL=C") == true)
        #expect(output?.text.contains("USER=") == false)
        #expect(await surface.run(Command("no-such-program-at-all")) == .absent)
    }

    @Test func `a program has a session of its own, and no terminal to type into`() async {
        let output = await surface.run(Command("sh", ["-c", "echo $$; cat /proc/$$/stat"], timeout: 120)).content
        let words = output?.text.split { $0.isWhitespace } ?? []
        // proc_pid_stat(5): process, name, state, parent, group, session, terminal.
        #expect(words.count > 7 && words[0] == words[6] && words[7] == "0")
    }

    @Test(.enabled(if: geteuid() == 0, "needs root, to make a network"))
    func `a network of their own has nothing, is the same for all of them, and gone afterwards`() async {
        let devices = Command("cat", ["/proc/net/dev"], timeout: 120)
        let here = await surface.run(devices).content?.text
        let name = Command("readlink", ["/proc/self/ns/net"], timeout: 120)
        let apart = await surface.runApart([name, name, devices]).content ?? []
        #expect(apart.count == 3 && apart.first?.text == apart.dropFirst().first?.text)
        #expect(apart.first?.text != (await surface.run(name).content?.text))
        let names = apart.last?.text.split(separator: "\n").dropFirst(2).map { $0.split(separator: ":")[0] } ?? []
        #expect(names.map { $0.filter { $0 != " " } } == ["lo"])
        #expect(
            await surface.run(devices).content?.text.split(separator: "\n").count == here?.split(separator: "\n").count
        )
        #expect(await surface.runApart([name, Command("no-such-program-at-all")]) == .absent)
    }

    @Test func `a non-zero exit is a result`() async {
        #expect(await surface.run(Command("false", timeout: 120)).content?.status == 1)
    }

    @Test func `ends a program that hangs, and the children it started`() async {
        let start = Date.now
        let marker = "3\(Int.random(in: 100_000...999_999))"
        let result = await surface.run(Command("sh", ["-c", "sleep \(marker) & sleep \(marker)"], timeout: 1))
        #expect(result == .unreadable(.timedOut("sh did not end within 1 s")))
        #expect(Date.now.timeIntervalSince(start) < 3000, "the programs would have slept for days")
        #expect(await surface.run(Command("pgrep", ["-f", "sleep \(marker)"], timeout: 120)).content?.status == 1)
    }

    @Test func `does not wait for a daemon that a program left behind with its output`() async {
        let start = Date.now
        let marker = "4\(Int.random(in: 100_000...999_999))"
        let result = await surface.run(Command("sh", ["-c", "setsid sleep \(marker) & sleep \(marker)"], timeout: 1))
        #expect(result == .unreadable(.timedOut("sh did not end within 1 s")))
        #expect(Date.now.timeIntervalSince(start) < 3000, "the programs would have slept for days")
        _ = await surface.run(Command("pkill", ["-f", "^sleep \(marker)$"]))
    }

    @Test func `ends a program that says too much`() async {
        guard case .unreadable = await surface.run(Command("yes", timeout: 120, outputLimit: 100_000)) else {
            Issue.record("the output was accepted")
            return
        }
    }

    @Test func `runs each command once`() async {
        let command = Command("mktemp", ["-u"], timeout: 120)
        async let first = surface.run(command)
        async let second = surface.run(command)
        #expect(await first == second)
    }

    @Test func `the answer does not wait for a daemon that was left behind`() async {
        let start = Date.now
        let marker = "5\(Int.random(in: 100_000...999_999))"
        let result = await surface.run(Command("sh", ["-c", "setsid sleep \(marker) & echo done"], timeout: 900))
        #expect(result.content?.text == "done\n")
        // All tests share the processors: what counts is that it is far from the 900 s that it might have waited.
        #expect(Date.now.timeIntervalSince(start) < 600, "it waited for the daemon to close its output")
        _ = await surface.run(Command("pkill", ["-f", "^sleep \(marker)$"]))
    }

    @Test func `keeps its output apart from its errors, whole, in order`() async {
        let script = "i=0; while [ $i -lt 20000 ]; do echo $i; echo e$i >&2; i=$((i+1)); done; exit 7"
        let output = await surface.run(Command("sh", ["-c", script], timeout: 300)).content
        #expect(output?.status == 7)
        #expect(output?.text == (0..<20_000).map { "\($0)\n" }.joined())
    }

    @Test func `a program gets no descriptor but its three, and no input`() async {
        let output = await surface.run(Command("sh", ["-c", "ls /proc/self/fd; cat"], timeout: 120)).content
        // The fourth is the listing's own.
        #expect(output?.text == "0\n1\n2\n3\n")
    }

    /// Tests of this repository run at once, each starts programs, and not every descriptor is closed on exec.
    @Test func `a program gets nothing of what is opened while it starts`() async throws {
        let isOver = Flag()
        defer { isOver.raise() }
        Thread.detachNewThread {
            while !isOver.isRaised {
                let opened = (0..<100).map { _ in dup(STDERR_FILENO) }
                for descriptor in opened where descriptor >= 0 { close(descriptor) }
                // Others need the processor as well.
                usleep(200)
            }
        }
        let seen = try await withThrowingTaskGroup(of: Set<Substring>.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    Set(try await Program.run("/bin/ls", ["/proc/self/fd"]).output.split(separator: "\n"))
                }
            }
            return try await group.reduce(into: Set<Substring>()) { $0.formUnion($1) }
        }
        // The fourth is the listing's own.
        #expect(seen == ["0", "1", "2", "3"])
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isRaised: Bool { value.load(ordering: .relaxed) }

    func raise() { value.store(true, ordering: .relaxed) }
}
