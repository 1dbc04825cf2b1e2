import Commands
import Glibc
import SystemPackage

// Writes the generated pages: `pages DIR` the documentation, `pages --manual DIR` the manual page.

func write(_ text: String, to path: String) throws {
    let file = try FileDescriptor.open(
        FilePath(path),
        .writeOnly,
        options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead]
    )
    try file.closeAfter { _ = try file.writeAll(text.utf8) }
}

let arguments = Array(CommandLine.arguments.dropFirst())
let isManual = arguments.first == "--manual"
guard let directory = arguments.last, arguments.count == (isManual ? 2 : 1) else {
    print("usage: pages [--manual] DIRECTORY")
    exit(2)
}
do {
    if isManual {
        try write(try Manual.page(), to: "\(directory)/nacre.1")
    } else {
        _ = unsafe mkdir("\(directory)/controls", 0o755)
        for page in Pages.all { try write(page.text, to: "\(directory)/\(page.path)") }
    }
} catch {
    _ = try? FileDescriptor.standardError.writeAll("pages: \(directory) cannot be written to: \(error)\n".utf8)
    exit(1)
}
