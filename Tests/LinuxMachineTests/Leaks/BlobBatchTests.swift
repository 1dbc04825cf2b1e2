import Testing

@testable import LinuxMachine

@Suite struct BlobBatchTests {
    private static let id = String(repeating: "a", count: 40)

    /// What comes out, with pieces of one content put together.
    private static func read(_ printed: String, by count: Int) -> (told: [String], batch: BlobBatch) {
        var batch = BlobBatch()
        var told: [String] = []
        var rest = Array(printed.utf8)[...]
        while !rest.isEmpty {
            batch.take(Array(rest.prefix(count))) { part in
                switch part {
                case .begin(let size): told += ["\(size)", ""]
                case .bytes(let bytes): told[told.count - 1] += String(decoding: bytes, as: UTF8.self)
                case .end: told.append("end")
                case .missing: told.append("missing")
                }
            }
            rest = rest.dropFirst(count)
        }
        return (told, batch)
    }

    @Test func `objects are told wherever a piece ends`() {
        let printed = "\(Self.id) blob 5\nab\ncd\n\(Self.id) missing\n\(Self.id) blob 0\n\n"
        for count in 1...printed.utf8.count {
            let (told, batch) = Self.read(printed, by: count)
            #expect(told == ["5", "ab\ncd", "end", "missing", "0", "", "end"], "pieces of \(count)")
            #expect(batch.isAtEnd && !batch.isDamaged)
        }
    }

    @Test func `what ends early is not at its end`() {
        let printed = "\(Self.id) blob 5\nab\ncd\n"
        for count in 1..<printed.utf8.count {
            #expect(!Self.read(String(printed.prefix(count)), by: 7).batch.isAtEnd, "\(count) bytes")
        }
    }

    @Test(arguments: [
        "x tree 3\nabc\n", "nonsense\n", "x blob -1\n", "x blob 1\nabc\n", String(repeating: "x", count: 2000),
    ])
    func `what is not understood is damage`(printed: String) {
        #expect(Self.read(printed, by: 64).batch.isDamaged)
    }

    @Test func `staged files are read from what git diff prints`() {
        let (old, new) = (String(repeating: "0", count: 40), String(repeating: "b", count: 40))
        let printed =
            ":000000 100644 \(old) \(new) A\0a b\nc\0:000000 160000 \(old) \(new) A\0module\0"
            + ":000000 000000 \(old) \(old) U\0torn\0"
        let found = StagedFiles.read(Array(printed.utf8))
        #expect(found.files == [StagedFiles.File(path: "a b\nc", id: new)])
        #expect(found.others.map(\.path) == ["torn"] && found.isWhole)
        #expect(StagedFiles.read([]).isWhole)
        for cut in [printed.dropLast(), printed.dropLast(5)] { #expect(!StagedFiles.read(Array(cut.utf8)).isWhole) }
        #expect(!StagedFiles.read(Array(":1 2 3 4\0x\0".utf8)).isWhole)
    }
}
