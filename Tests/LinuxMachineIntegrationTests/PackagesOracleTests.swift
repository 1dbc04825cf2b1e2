import Foundation
import Hardening
import LinuxMachine
import Testing

/// Installs and removes packages on the machine it runs on, for real.
///
/// Only where somebody says so, as root: `NACRE_TRY_PACKAGES="ipset dnsmasq-base"`.
@Suite(.serialized) struct PackagesOracleTests {
    private static let wanted = (ProcessInfo.processInfo.environment["NACRE_TRY_PACKAGES"] ?? "")
        .split(separator: " ").map(String.init)

    /// What a package may change: who is there, what is installed, and every file below /etc.
    private func state() throws -> [String: String] {
        var state: [String: String] = [:]
        for path in ["/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/var/lib/apt/extended_states"] {
            state[path] = try? String(contentsOfFile: path, encoding: .utf8)
        }
        let files = FileManager.default.enumerator(atPath: "/etc")?.compactMap { $0 as? String } ?? []
        state["/etc"] = files.filter { !$0.hasSuffix("-") && $0 != "ld.so.cache" }.sorted().joined(separator: "\n")
        let status = try String(contentsOfFile: "/var/lib/dpkg/status", encoding: .utf8)
        state["dpkg"] = status.split(separator: "\n").filter { $0.hasPrefix("Package: ") }.sorted()
            .joined(separator: "\n")
        for name in ["registry", "hashfile"] {
            state["ucf \(name)"] = try? String(contentsOfFile: "/var/lib/ucf/\(name)", encoding: .utf8)
        }
        let kept = FileManager.default.enumerator(atPath: "/var/lib/ucf")?.compactMap { $0 as? String } ?? []
        state["/var/lib/ucf"] = kept.sorted().joined(separator: "\n")
        state["/var/lib/nacre/packages"] =
            (try? FileManager.default.contentsOfDirectory(
                atPath: "/var/lib/nacre/packages"
            ))?.sorted().joined(separator: "\n") ?? ""
        return state
    }

    @Test(.enabled(if: wanted.count > 1)) func `several come in one run and go in one`() async throws {
        let machine = RunningMachine()
        let before = try state()
        try await machine.put(.package(.any), ofPackages: Self.wanted)
        for name in Self.wanted {
            guard case .state(.package) = await machine.observe(.package(name)) else {
                Issue.record("\(name) was not installed")
                return
            }
        }
        #expect(try state() != before)
        try await machine.put(.absent, ofPackages: Self.wanted)
        let after = try state()
        for (key, value) in before { #expect(after[key] == value, "\(key)") }
        // What is done already is nothing to do.
        try await machine.put(.absent, ofPackages: Self.wanted)
    }

    /// As after a power cut between unpacking and setting up.
    @Test(.enabled(if: wanted.count > 1)) func `what was unpacked and no more goes as well`() async throws {
        let machine = RunningMachine()
        let before = try state()
        try await machine.put(.package(.any), ofPackages: Self.wanted)
        for name in Self.wanted {
            let path = "/var/lib/dpkg/status"
            let status = try String(contentsOfFile: path, encoding: .utf8)
            let cut = status.replacing(
                "Package: \(name)\nStatus: install ok installed",
                with: "Package: \(name)\nStatus: install ok unpacked"
            )
            #expect(cut != status)
            try Data(cut.utf8).write(to: URL(fileURLWithPath: path))
            #expect(await machine.observe(.package(name)) == .state(.absent))
        }
        try await machine.put(.absent, ofPackages: Self.wanted)
        let after = try state()
        for (key, value) in before { #expect(after[key] == value, "\(key)") }
    }

    @Test(.enabled(if: !wanted.isEmpty), arguments: wanted)
    func `what comes with a package goes with it`(_ name: String) async throws {
        let machine = RunningMachine()
        #expect(await machine.observe(.package(name)) == .state(.absent))
        let before = try state()
        let companions = try await machine.companions(of: [name])
        try await machine.put(.package(.any), at: .package(name))
        for package in [name] + companions {
            guard case .state(.package) = await machine.observe(.package(package)) else {
                Issue.record("\(package) was not installed")
                return
            }
        }
        #expect(try state() != before)
        try await machine.put(.absent, at: .package(name))
        let after = try state()
        for (key, value) in before { #expect(after[key] == value, "\(key)") }
    }

    @Test(.enabled(if: !wanted.isEmpty)) func `a package that no archive has is an error in words`() async throws {
        let failure = await #expect(throws: RunningMachine.Failure.self) {
            try await RunningMachine().put(.package(.any), at: .package("no-such-package-at-all"))
        }
        #expect(failure?.description.contains("no archive this server knows has it") == true)
    }
}
