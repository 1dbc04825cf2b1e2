import Catalog
import FoundationEssentials
import Hardening
import Surface

/// Encrypts and authenticates what generations hold, for before-states are full of other programs' secrets.
///
/// The key lies beside them, readable by root alone: it keeps secrets out of copies of single files and detects any
/// change, and does not protect from who is root.
struct Seal: Sendable {
    private let path: String

    /// - Throws: where there is a key that cannot be read.
    init(keyFile path: String) throws(StoreError) {
        self.path = path
        _ = try read()
    }

    /// None where there is no key yet.
    private func read() throws(StoreError) -> [UInt8]? {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw StoreError("\(path): \(error)") }
        switch surface.file(path, limit: 32) {
        case .found(let file) where file.bytes.count == 32: return file.bytes
        case .found: throw StoreError("\(path) is not a key of 32 bytes; the generations cannot be read without it")
        case .unreadable(let why): throw StoreError("\(path): \(why)")
        case .absent: return nil
        }
    }

    private func key() throws(StoreError) -> [UInt8] {
        guard let key = try read() else { throw StoreError("there is no key \(path)") }
        return key
    }

    /// Makes the key where there is none.
    func makeKey() throws(StoreError) {
        guard try read() == nil else { return }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        do {
            try FileWriter.replace(path, with: State.File(key, mode: 0o600))
        } catch {
            throw StoreError("\(path): \(error)")
        }
    }

    /// Seals the bytes as what they are, `place`, so that one sealed file cannot stand in for another.
    func seal(_ bytes: [UInt8], as place: String) throws(StoreError) -> [UInt8] {
        let key = try key()
        do {
            return try Cryptography.seal(bytes, key: key, context: Array(place.utf8))
        } catch {
            throw StoreError("\(place) could not be sealed: \(error)")
        }
    }

    func open(_ bytes: [UInt8], as place: String) throws(StoreError) -> [UInt8] {
        let key = try key()
        do {
            return try Cryptography.open(bytes, key: key, context: Array(place.utf8))
        } catch {
            throw StoreError("\(place) was changed or belongs to another key")
        }
    }
}

/// Why generations could not be read or written.
public struct StoreError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
    init(_ why: Unknown) { description = why.why }
}
