import Foundation
import Glibc
import Hardening
import MachineTesting
import Testing

@testable import LinuxMachine

/// A process that changes a row is ended at any moment: the row is the old one or the new one, whole.
@Suite struct RowCrashTests {
    static let variable = "NACRE_ROW_TO_PUT"
    static let path = ProcessInfo.processInfo.environment[variable]
    static let texts = ["A", "B"].map { String(repeating: $0, count: 9000) }

    @Test(.enabled(if: path == nil), .timeLimit(.minutes(10)))
    func `a kill leaves the old row or the new one`() async throws {
        let program = try #require(CommandLine.arguments.first)
        let database = try ScratchDatabase()
        // As long as two take here, however busy the machine is.
        let began = ContinuousClock.now
        for text in Self.texts { try await RunningMachine().put(content(text), at: database.resource) }
        let longest = Int((ContinuousClock.now - began) / .microseconds(1)) * 3 / 2
        var dice = Dice(seed: 11)
        for round in 0..<6 {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = ["--testing-library", "swift-testing", "--filter", "PuttingForEver"]
            process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: database.path]) { $1 }
            let started = database.directory.path + "/started"
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            while process.isRunning, !FileManager.default.fileExists(atPath: started) { usleep(2000) }
            usleep(UInt32(dice.number(0...max(longest, 500_000))))
            #expect(process.isRunning, "\(round): it has ended by itself")
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            try? FileManager.default.removeItem(atPath: started)
            guard case .state(.row(let row)) = await RunningMachine().observe(database.resource) else {
                Issue.record("\(round): the row cannot be read")
                return
            }
            #expect(Self.texts.contains(row.text), "\(round)")
            #expect(try database.text("PRAGMA integrity_check") == "ok")
            let long = "SELECT value_json FROM config_machine_state WHERE length(value_json) = 9000"
            #expect(try database.text(long) == row.text)
            try await RunningMachine().put(.row(row), at: database.resource)
            for text in Self.texts where text != row.text {
                #expect(try database.files(holding: String(text.prefix(64))) == [], "\(round)")
            }
        }
    }
}

@Suite(.enabled(if: RowCrashTests.path != nil)) struct PuttingForEver {
    @Test func `one row after the other`() async throws {
        let path = try #require(RowCrashTests.path)
        let row = Row(
            path,
            table: "config_machine_state",
            keyColumn: "state_key",
            key: "authProfiles.store",
            valueColumn: "value_json"
        )
        let folder = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent()
        try Data().write(to: folder.appending(path: "started"))
        while true {
            for text in RowCrashTests.texts { try await RunningMachine().put(content(text), at: .row(row)) }
        }
    }
}
