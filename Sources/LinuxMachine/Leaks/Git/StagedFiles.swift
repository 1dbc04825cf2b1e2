/// What `git diff --raw -z` prints of files that are staged.
enum StagedFiles {
    /// A file as it is staged.
    struct File: Equatable {
        let path: String
        let id: String
    }

    /// - Returns: files; paths with the reason that they are none; and whether all of it was understood.
    static func read(_ printed: [UInt8]) -> (files: [File], others: [(path: String, why: String)], isWhole: Bool) {
        var files: [File] = []
        var others: [(path: String, why: String)] = []
        // `:100644 100644 OLD NEW M`, a zero, the path, a zero.
        var parts = printed.split(separator: 0, omittingEmptySubsequences: false)
        guard parts.popLast()?.isEmpty == true, parts.count.isMultiple(of: 2) else { return ([], [], printed.isEmpty) }
        for number in stride(from: 0, to: parts.count, by: 2) {
            let path = String(decoding: parts[number + 1], as: UTF8.self)
            let fields = parts[number].split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count == 5, fields[0].hasPrefix(":"), isName(fields[3]) else { return (files, others, false) }
            if fields[4].hasPrefix("U") {
                others.append((path, "it is not merged yet"))
            } else if fields[1] != "160000" {
                // What a submodule holds is committed there.
                files.append(File(path: path, id: fields[3]))
            }
        }
        return (files, others, true)
    }

    private static func isName(_ text: String) -> Bool {
        [40, 64].contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// What is asked for at once: a pipe of one page takes it, whoever reads when.
    static func batches(_ files: [File]) -> [ArraySlice<File>] {
        var batches: [ArraySlice<File>] = []
        var rest = files[...]
        while !rest.isEmpty {
            batches.append(rest.prefix(60))
            rest = rest.dropFirst(60)
        }
        return batches
    }
}
