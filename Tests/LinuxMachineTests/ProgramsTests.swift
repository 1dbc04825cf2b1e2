import Foundation
import LinuxMachine
import Observers
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

    @Test func `a non-zero exit is a result`() async {
        #expect(await surface.run(Command("false", timeout: 120)).content?.status == 1)
    }

    @Test func `ends a program that hangs, and the children it started`() async {
        let start = Date.now
        let marker = "3\(Int.random(in: 100_000...999_999))"
        let result = await surface.run(Command("sh", ["-c", "sleep \(marker) & sleep \(marker)"], timeout: 1))
        #expect(result == .unreadable("sh did not end within 1 s"))
        #expect(Date.now.timeIntervalSince(start) < 120, "the programs would have slept for days")
        #expect(await surface.run(Command("pgrep", ["-f", "sleep \(marker)"], timeout: 120)).content?.status == 1)
    }

    @Test func `does not wait for a daemon that a program left behind with its output`() async {
        let start = Date.now
        let marker = "4\(Int.random(in: 100_000...999_999))"
        let result = await surface.run(Command("sh", ["-c", "setsid sleep \(marker) & sleep \(marker)"], timeout: 1))
        #expect(result == .unreadable("sh did not end within 1 s"))
        #expect(Date.now.timeIntervalSince(start) < 300, "the programs would have slept for days")
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
}
