import COpenSSL
import Glibc

/// The guard's own secrets: files of a directory that systemd fills and nobody else can read.
///
/// A value is shown to nobody: it has no description.
public struct Credentials: Sendable {
    /// Why they cannot be used.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private var values: [String: [UInt8]]
    /// Values that were in force before, which must not get out either.
    private var former: [(name: String, value: [UInt8])] = []

    /// What stands before a name of the vault.
    static let vaultPrefix = "vault:"
    /// Names of files that hold no secret of a model API but a planted one begin so.
    static let canaryPrefix = "canary-"
    private static let longest = 16384

    init(_ values: [String: [UInt8]]) { self.values = values }

    /// Reads every file of a directory.
    public init(directory: String) throws(Failure) {
        guard let stream = unsafe opendir(directory) else {
            throw Failure(description: "\(directory): \(unsafe String(cString: strerror(errno)))")
        }
        defer { unsafe closedir(stream) }
        var values: [String: [UInt8]] = [:]
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            guard Self.isName(name) else {
                throw Failure(
                    description: "\(directory): a file is called otherwise than by letters, digits, '-', '.' and '_'"
                )
            }
            values[name] = try Self.read(directory + "/" + name)
        }
        self.values = values
    }

    private static func read(_ path: String) throws(Failure) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard file >= 0 else { throw Failure(description: "\(path): \(unsafe String(cString: strerror(errno)))") }
        defer { close(file) }
        var bytes = unsafe [UInt8](unsafeUninitializedCapacity: longest + 1) { buffer, count in
            count = unsafe max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
        }
        guard bytes.count <= longest else { throw Failure(description: "\(path): longer than a key can be") }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        return bytes
    }

    /// Names that credentials of systemd may have here.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 100 && !name.hasPrefix(".")
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._".utf8.contains(byte)
            }
    }

    /// Everything that must not get out, under its name; what was in force before is there as well.
    var all: [(name: String, value: [UInt8])] {
        values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) } + former
    }

    /// Whether a value can stand in a header.
    static func isKey(_ value: [UInt8]) -> Bool { !value.isEmpty && value.allSatisfy { $0 > 0x20 && $0 < 0x7F } }

    /// A value that can stand in a header; nothing where there is none.
    func key(_ name: String) -> String? {
        values[name].flatMap { Self.isKey($0) ? String(decoding: $0, as: UTF8.self) : nil }
    }

    /// Takes values of the vault.
    mutating func add(vault given: [String: [UInt8]]) {
        for (name, value) in given { values[Self.vaultPrefix + name] = value }
    }

    /// The same in place of others, which are kept in from now on without being used.
    func following(_ before: Credentials) -> Credentials {
        var result = self
        var seen = Set(values.values)
        result.former = before.all.filter { seen.insert($0.value).inserted }
        return result
    }

    func value(_ name: String) -> [UInt8]? { values[name] }
}
