import Commands
import Glibc
import SystemPackage

// Writes the generated pages: `pages DIR` the documentation, `pages --manual DIR` the manual page, `pages --guard-manual DIR`
// the guard's, from what `nacre-guard --experimental-dump-help` says on standard input.

func write(_ text: String, to path: String) throws {
    let file = try FileDescriptor.open(
        FilePath(path),
        .writeOnly,
        options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead]
    )
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
}

func standardInput() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = try unsafe piece.withUnsafeMutableBytes { unsafe try FileDescriptor.standardInput.read(into: $0) }
        guard count > 0, bytes.count < 1 << 24 else { return bytes }
        bytes += piece.prefix(count)
    }
}

let arguments = Array(CommandLine.arguments.dropFirst())
let manual = arguments.first == "--manual" || arguments.first == "--guard-manual" ? arguments.first : nil
guard let directory = arguments.last, arguments.count == (manual == nil ? 1 : 2) else {
    print("usage: pages [--manual | --guard-manual] DIRECTORY")
    exit(2)
}
do {
    if manual == "--manual" {
        try write(try Manual.page(), to: "\(directory)/nacre.1")
    } else if manual == "--guard-manual" {
        try write(try Manual.guardPage(try standardInput()), to: "\(directory)/nacre-guard.1")
    } else {
        _ = unsafe mkdir("\(directory)/controls", 0o755)
        for page in Pages.all { try write(page.text, to: "\(directory)/\(page.path)") }
    }
} catch {
    _ = try? FileDescriptor.standardError.writeAll("pages: \(directory): \(error)\n".utf8)
    exit(1)
}
