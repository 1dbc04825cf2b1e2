import GitObjects
import Testing

@Suite struct GitPackTests {
    private static let text = Array("a secret that lies in the history\n".utf8)

    @Test func `objects are named as Git names them`() throws {
        #expect("\(PackWriter.name(.blob, []))" == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        #expect("\(PackWriter.name(.tree, []))" == "4b825dc642cb6eb9a060e54bf8d69288fbee4904")
        var sum = ObjectHash(.sha256, of: .blob, size: 0)
        #expect("\(sum.finish())" == "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813")
    }

    /// A blob, and so many that each differ from the one before.
    private static func chain(_ length: Int, byName: Bool = false) -> (PackWriter, [[UInt8]]) {
        var writer = PackWriter()
        writer.whole(.blob, text)
        var contents = [text]
        for number in 0..<length {
            let old = contents[contents.count - 1]
            let add = Array("line \(number)\n".utf8)
            let delta = PackWriter.delta(base: old.count, keep: 0..<20, add: add)
            if byName {
                writer.difference(to: PackWriter.name(.blob, old), delta)
            } else {
                writer.difference(toPlace: writer.places[number], delta)
            }
            contents.append(Array(old[..<20]) + add)
        }
        return (writer, contents)
    }

    @Test(arguments: [false, true]) func `differences to differences are made whole`(byName: Bool) throws {
        let (writer, contents) = Self.chain(300, byName: byName)
        let read = try ReadPack(writer.finished)
        #expect(read.objects.map(\.bytes) == contents)
        #expect(read.objects.map(\.id) == contents.map { PackWriter.name(.blob, $0) })
        #expect(read.failures.isEmpty)
    }

    @Test func `a chain is made anew where nothing of it is kept`() throws {
        let (writer, contents) = Self.chain(100)
        var limits = GitPack.Limits()
        limits.kept = 0
        #expect(try ReadPack(writer.finished, limits: limits).objects.map(\.bytes) == contents)
    }

    @Test func `bases may come behind what differs from them`() throws {
        var writer = PackWriter()
        let second = Array(Self.text[..<8]) + Array("more".utf8)
        writer.difference(to: PackWriter.name(.blob, second), PackWriter.delta(base: 12, keep: 0..<12, add: [0x21]))
        writer.difference(
            to: PackWriter.name(.blob, Self.text),
            PackWriter.delta(base: Self.text.count, keep: 0..<8, add: Array("more".utf8))
        )
        writer.whole(.blob, Self.text)
        let read = try ReadPack(writer.finished)
        let texts = Set(read.objects.map { String(decoding: $0.bytes, as: UTF8.self) })
        #expect(texts == [String(decoding: Self.text, as: UTF8.self), "a secretmore", "a secretmore!"])
        #expect(read.failures.isEmpty)
    }

    @Test func `what is a difference to nothing is told`() throws {
        var writer = PackWriter()
        let absent = PackWriter.name(.blob, [1])
        writer.difference(to: absent, PackWriter.delta(base: 1, keep: 0..<1, add: [2]))
        writer.whole(.blob, Self.text)
        let read = try ReadPack(writer.finished)
        #expect(read.objects.map(\.bytes) == [Self.text])
        #expect(read.failures.count == 1)
        let helped = try ReadPack(writer.finished) { $0 == absent ? GitObject(.blob, [1]) : nil }
        #expect(helped.objects.map(\.bytes) == [[1, 2], Self.text])
        #expect(helped.failures.isEmpty)
    }

    @Test func `a pack that is cut off is told, wherever it is cut`() throws {
        let (writer, contents) = Self.chain(12)
        let pack = writer.finished
        for length in 12..<pack.count {
            let read = try ReadPack(Array(pack[..<length]))
            #expect(!read.failures.isEmpty, "\(length)")
            #expect(read.objects.map(\.bytes).elementsEqual(contents.prefix(read.objects.count)))
        }
        #expect(throws: GitFailure.self) { try ReadPack(Array(pack[..<11])) }
    }

    @Test func `names that lead around in a circle end`() throws {
        var writer = PackWriter()
        let names = [PackWriter.name(.blob, [1]), PackWriter.name(.blob, [2])]
        let delta = PackWriter.delta(base: 1, keep: 0..<1, add: [])
        writer.difference(to: names[1], delta)
        writer.difference(to: names[0], delta)
        #expect(try ReadPack(writer.finished).failures.count == 2)
        // An index that says that they are there.
        let index = try PackIndex(Self.index(of: zip(names, writer.places).map { ($0, $1) }), hash: .sha1)
        let read = try ReadPack(writer.finished, index: index)
        #expect(read.objects.isEmpty)
        #expect(read.failures.count == 2)
    }

    @Test func `an index that names the wrong object is told`() throws {
        var writer = PackWriter()
        writer.whole(.blob, [1])
        writer.whole(.blob, [2])
        writer.difference(to: PackWriter.name(.blob, [1]), PackWriter.delta(base: 1, keep: 0..<1, add: [3]))
        let names = [PackWriter.name(.blob, [1]), PackWriter.name(.blob, [2])]
        let right = try PackIndex(
            Self.index(of: [(names[0], writer.places[0]), (names[1], writer.places[1])]),
            hash: .sha1
        )
        #expect(try ReadPack(writer.finished, index: right).objects.map(\.bytes) == [[1], [2], [1, 3]])
        let wrong = try PackIndex(
            Self.index(of: [(names[0], writer.places[1]), (names[1], writer.places[0])]),
            hash: .sha1
        )
        let read = try ReadPack(writer.finished, index: wrong)
        #expect(read.objects.map(\.bytes) == [[1], [2]])
        #expect(read.failures == ["its index is damaged"])
    }

    @Test func `behind what is damaged an index says how it goes on`() throws {
        var writer = PackWriter()
        for number in 0..<5 { writer.whole(.blob, Self.text + [UInt8(number)]) }
        var pack = writer.finished
        for index in 2..<12 { pack[writer.places[1] + index] ^= 0x5A }
        let names = (0..<5).map { (PackWriter.name(.blob, Self.text + [UInt8($0)]), writer.places[$0]) }
        let read = try ReadPack(pack, index: try PackIndex(Self.index(of: names), hash: .sha1))
        #expect(read.objects.map(\.bytes.last) == [0, 2, 3, 4])
        #expect(read.failures.count == 1)
        let without = try ReadPack(pack)
        #expect(without.objects.map(\.bytes.last) == [0])
        #expect(without.failures.last?.contains("3 objects behind") == true)
    }

    @Test func `what unpacks to more than it may is told`() throws {
        var writer = PackWriter()
        let large = [UInt8](repeating: 7, count: 1 << 20)
        writer.whole(.blob, large)
        var limits = GitPack.Limits()
        (limits.free, limits.ratio) = (1000, 10)
        let read = try ReadPack(writer.finished, limits: limits)
        #expect(read.objects.isEmpty)
        #expect(read.failures.first == "it unpacks to more than 10 times its size; the rest was not read")
        // What others differ from is in memory, what is handed over is not.
        var small = GitPack.Limits()
        (small.base, small.kept) = (1 << 16, 1 << 16)
        writer.difference(toPlace: writer.places[0], PackWriter.delta(base: 1 << 20, keep: 0..<5, add: []))
        let bounded = try ReadPack(writer.finished, limits: small)
        #expect(bounded.objects.map(\.bytes.count) == [1 << 20])
        #expect(bounded.failures.count == 1)
    }

    @Test func `loose objects are read, and damaged ones told`() throws {
        let file = PackWriter.loose(.tag, Self.text)
        let object = try LooseObject(file)
        var bytes: [UInt8] = []
        let id = try object.read { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
        #expect(object.kind == .tag && bytes == Self.text && id == PackWriter.name(.tag, Self.text))
        #expect(throws: GitFailure.self) { try LooseObject(Array(file[..<20])).read { _ in } }
        #expect(throws: GitFailure.self) { try LooseObject(file + [0]).read { _ in } }
        #expect(throws: GitFailure.self) { try LooseObject(PackWriter.deflated(Self.text)) }
        let lying = PackWriter.deflated(Array("blob 3\0four".utf8))
        #expect(throws: GitFailure.self) { try LooseObject(lying).read { _ in } }
        let large = PackWriter.deflated(Array("blob 3\0".utf8) + [UInt8](repeating: 7, count: 1 << 20))
        var count = 0
        #expect(throws: GitFailure.self) { try LooseObject(large).read { count += $0.byteCount } }
        #expect(count <= 3)
    }

    @Test func `trees name what they hold`() {
        let id = PackWriter.name(.blob, Self.text)
        var tree = Array("100644 key.env\0".utf8) + id.bytes
        tree += Array("40000 d\0".utf8) + id.bytes
        var found: [String] = []
        GitTree.visit(tree + Array("100644 cut".utf8), .sha1) { entry in
            found.append("\(String(decoding: entry.name, as: UTF8.self)) \(entry.id == id) \(entry.isTree)")
        }
        // One that ends in the middle of a name.
        for length in 0..<tree.count { GitTree.visit(Array(tree[..<length]), .sha1) { _ in } }
        #expect(found == ["key.env true false", "d true true"])
        var places = PackPlaces()
        for place in [12, 13, 500, 1 << 40] { places.append(place) }
        var all: [Int] = []
        places.visit {
            all.append($0)
            return true
        }
        #expect(all == [12, 13, 500, 1 << 40])
    }

    /// An index of version 2.
    private static func index(of names: [(GitObjectID, Int)]) -> [UInt8] {
        let sorted = names.sorted { $0.0.bytes.lexicographicallyPrecedes($1.0.bytes) }
        func word(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) } }
        var bytes: [UInt8] = [0xFF, 0x74, 0x4F, 0x63, 0, 0, 0, 2]
        for byte in 0..<256 { bytes += word(sorted.count { Int($0.0.bytes[0]) <= byte }) }
        for (id, _) in sorted { bytes += id.bytes }
        for _ in sorted { bytes += word(0) }
        for (_, place) in sorted { bytes += word(place) }
        return bytes
    }
}
