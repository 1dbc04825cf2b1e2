import Catalog
import Foundation
import Glibc
import LinuxMachine
import MachineTesting
import Surface
import Testing

/// A directory of its own, removed at the end.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "nacre-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String) throws {
        try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
    }
}

@Suite struct RootDirectoryTests {
    private let scratch: Scratch
    private let surface: MountedSurface

    init() throws {
        scratch = try Scratch()
        surface = try MountedSurface(scratch.path)
    }

    @Test func `reads a file with its mode, and says absent for none`() throws {
        try scratch.write("a", "hello")
        unsafe chmod(scratch.path + "/a", 0o640)
        let file = surface.file("/a", limit: 10).content
        #expect(file?.bytes == Array("hello".utf8))
        #expect(file?.status.mode == 0o640)
        #expect(surface.file("/b", limit: 10) == .absent)
        #expect(surface.file("/a/b", limit: 10) == .absent)
    }

    @Test func `follows links inside the root, and never out of it`() throws {
        try scratch.write("etc", "inside")
        unsafe symlink("/etc", scratch.path + "/absolute")
        unsafe symlink("../../../../../../etc/passwd", scratch.path + "/escape")
        #expect(surface.file("/absolute", limit: 100).content?.bytes == Array("inside".utf8))
        #expect(surface.status("/absolute").content?.isLink == true)
        #expect(surface.file("/escape", limit: 1 << 20) == .absent)
        #expect(surface.link("/escape").content == "../../../../../../etc/passwd")
    }

    @Test func `names a link loop, a FIFO, a device and a directory instead of reading them`() throws {
        unsafe symlink("loop", scratch.path + "/loop")
        unsafe mkfifo(scratch.path + "/fifo", 0o600)
        unsafe mkdir(scratch.path + "/directory", 0o700)
        for name in ["loop", "fifo", "directory"] {
            guard case .unreadable(let why) = surface.file("/" + name, limit: 10) else {
                Issue.record("\(name) was read")
                continue
            }
            #expect(why.why.contains(name))
        }
        let root = try MountedSurface("/")
        #expect(
            root.file("/dev/zero", limit: 10) == .unreadable(.malformed("/dev/zero is not a regular file but a device"))
        )
    }

    @Test func `refuses a file of a gigabyte without reading it`() throws {
        try scratch.write("big", "")
        unsafe truncate(scratch.path + "/big", 1 << 30)
        #expect(surface.file("/big", limit: 4 << 20) == .unreadable(.tooLarge("/big is larger than 4194304 bytes")))
    }

    @Test func `stops reading where a file that claims no size exceeds the limit`() throws {
        let root = try MountedSurface("/")
        #expect(
            root.file("/proc/kallsyms", limit: 1000)
                == .unreadable(.tooLarge("/proc/kallsyms is larger than 1000 bytes"))
        )
    }

    @Test func `lists a directory in order`() throws {
        try scratch.write("b", "")
        try scratch.write("a", "")
        #expect(surface.entries("/") == .found(["a", "b"]))
        #expect(surface.entries("/none") == .absent)
    }

    @Test func `refuses a path with a NUL byte`() {
        #expect(surface.file("/a\0b", limit: 10) == .unreadable(.malformed("a path holds a NUL byte")))
    }
}
