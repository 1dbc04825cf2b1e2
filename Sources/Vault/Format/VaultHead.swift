/// What stands in clear before everything else in a vault's file; `docs/vault-format.md` says it byte by byte.
public struct VaultHead: Sendable, Equatable {
    static let magic = Array("NACREVLT".utf8)
    static let format: UInt16 = 1

    /// 16 random bytes, of this vault for as long as it lives.
    public let id: [UInt8]
    /// One more at each writing.
    public let epoch: UInt64
    /// Seconds since 1970.
    public let written: UInt64
    public let sources: [KeySource]
    let keyCheck: [UInt8]
    let salt: [UInt8]

    /// Reads the head alone, as far as it is needed to ask for the master key; nothing of it is proven yet.
    public init(readingFrom bytes: [UInt8]) throws(VaultFailure) {
        var reader = ByteReader(bytes[...])
        try self.init(&reader)
    }

    init(id: [UInt8], epoch: UInt64, written: UInt64, sources: [KeySource], keyCheck: [UInt8], salt: [UInt8]) {
        self.id = id
        self.epoch = epoch
        self.written = written
        self.sources = sources
        self.keyCheck = keyCheck
        self.salt = salt
    }

    init(_ reader: inout ByteReader) throws(VaultFailure) {
        let magic = try reader.raw(Self.magic.count, "its first word")
        guard Array(magic) == Self.magic else { throw .malformed("it does not begin as a vault does", at: 0) }
        let format = try reader.number("its format", as: UInt16.self)
        guard format == Self.format else { throw .newerFormat(Int(format)) }
        id = Array(try reader.raw(16, "its id"))
        epoch = try reader.number("its number")
        written = try reader.number("its time")
        keyCheck = Array(try reader.raw(16, "its key check"))
        salt = Array(try reader.raw(32, "its salt"))
        var sources: [KeySource] = []
        let count = try reader.number("its sources", as: UInt8.self)
        guard (1...KeySource.most).contains(Int(count)) else {
            throw .malformed("it has \(count) sources for its key", at: reader.position)
        }
        for _ in 0..<count {
            let kind = try reader.text("a source")
            var parameters: [String: String] = [:]
            for _ in 0..<(try reader.number("a source's parameters", as: UInt8.self)) {
                let name = try reader.text("a parameter")
                parameters[name] = try reader.text("a parameter")
            }
            sources.append(KeySource(kind, parameters))
        }
        self.sources = sources
    }

    func write(to writer: inout ByteWriter) {
        writer.raw(Self.magic)
        writer.number(Self.format)
        writer.raw(id)
        writer.number(epoch)
        writer.number(written)
        writer.raw(keyCheck)
        writer.raw(salt)
        writer.number(UInt8(sources.count))
        for source in sources {
            writer.text(source.kind)
            writer.number(UInt8(source.parameters.count))
            for (name, value) in source.parameters.sorted(by: { $0.key < $1.key }) {
                writer.text(name)
                writer.text(value)
            }
        }
    }
}
