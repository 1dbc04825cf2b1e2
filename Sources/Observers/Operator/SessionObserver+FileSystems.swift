import Catalog
import Hardening
import Surface

extension SessionObserver {
    /// Room on the file systems that plans are written to: settings, and the journal with what was there before.
    func fileSystems() async throws(Unknown) -> [Record]? {
        guard surface.isLive else { return nil }
        var records: [Record] = []
        for directory in ["/etc", "/var/lib"] { records.append(await fileSystem(directory)) }
        return records
    }

    private func fileSystem(_ directory: String) async -> Record {
        var record = Record(directory)
        // %a: free blocks, %S: their size, %c and %d: files, all and free. stat(1)
        let command = Command("stat", ["--file-system", "--format=%a %S %c %d", "--", directory])
        switch await surface.run(command) {
        case .absent: record.doubt = .missing("stat is not installed")
        case .unreadable(let why): record.doubt = why
        case .found(let output):
            let numbers = output.text.split { $0 == " " || $0 == "\n" }.map { Int($0) }
            if output.status == 0, numbers.count == 4, let blocks = numbers[0], let size = numbers[1],
                let all = numbers[2], let files = numbers[3]
            {
                record[.freeBytes] = .number(blocks.multipliedReportingOverflow(by: size).partialValue)
                // btrfs and its like count no files.
                record[.freeFiles] = all == 0 ? .unset : .number(files)
            } else {
                record.doubt = .failed("stat did not tell: \(output.errorText)")
            }
        }
        switch await surface.text("/proc/self/mounts") {
        case .found(let mounts): record[.isReadOnly] = Self.isReadOnly(directory, mounts)
        case .absent: record[.isReadOnly] = .unknown(.missing("/proc/self/mounts is not there"))
        case .unreadable(let why): record[.isReadOnly] = .unknown(why)
        }
        return record
    }

    /// What the innermost mount above the directory says; of several on one place, the last covers the others.
    static func isReadOnly(_ directory: String, _ mounts: String) -> Value {
        var best: (length: Int, options: Substring)?
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 3, Path.isInside(directory, String(fields[1])) else { continue }
            if fields[1].count >= best?.length ?? 0 { best = (fields[1].count, fields[3]) }
        }
        guard let best else { return .unknown(.notStated("/proc/self/mounts has no mount above it")) }
        return .flag(best.options.split(separator: ",").contains("ro"))
    }
}
