import Foundation
import Glibc
import TestPrograms
import Testing
import Vault

@testable import LinuxMachine

/// A key in a file, held to the laws of all sources.
struct KeyFileTests {
    private let directory: String

    init() throws { directory = try Program.scratch().path }

    @Test func `a key file`() async throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let places = Counter()
        let path = { "\(directory)/keys/\(places.count)" }
        let kept = "\(directory)/kept"
        let away: () throws -> Void = { try FileManager.default.moveItem(atPath: path(), toPath: kept) }
        let back: () throws -> Void = {
            try? FileManager.default.removeItem(atPath: path())
            try FileManager.default.moveItem(atPath: kept, toPath: path())
        }
        func holding(_ count: Int) -> () throws -> Void {
            {
                try away()
                try Data(repeating: 7, count: count).write(to: URL(filePath: path()))
                unsafe chmod(path(), 0o600)
            }
        }
        try FileManager.default.createDirectory(atPath: "\(directory)/keys", withIntermediateDirectories: false)
        try await KeySourceConformance(
            tried: KeySourceCase(
                asking: .nobody,
                new: {
                    places.next()
                    return try KeyFile(path())
                },
                again: { try KeyFile(path()) },
                mishaps: [
                    .init(what: "away", named: "/keys/2", befall: away, mend: back),
                    .init(
                        what: "read by others",
                        named: "/keys/2",
                        befall: { unsafe chmod(path(), 0o640) },
                        mend: { unsafe chmod(path(), 0o600) }
                    ),
                    .init(what: "empty", named: "/keys/2", befall: holding(0), mend: back),
                    .init(what: "too short", named: "/keys/2", befall: holding(31), mend: back),
                    .init(what: "too large", named: "/keys/2", befall: holding(1 << 20), mend: back),
                    .init(
                        what: "a pipe that nobody writes to",
                        named: "/keys/2",
                        befall: {
                            try away()
                            unsafe mkfifo(path(), 0o600)
                        },
                        mend: back
                    ),
                    .init(
                        what: "a directory",
                        named: "/keys/2",
                        befall: {
                            try away()
                            unsafe mkdir(path(), 0o700)
                        },
                        mend: back
                    ),
                    .init(what: "no path", named: "path", head: { KeySource($0.kind) }),
                    .init(what: "a path from here", named: "key", head: { KeySource($0.kind, ["path": "key"]) }),
                ]
            )
        ).check()
    }
}
