import Detection
import OutputFilter
import Testing

/// A value of the vault, which no detector knows.
enum Planted {
    static let value = "Tr0ub4dor&3-of-the-vault!"

    /// It alone is known, as `db`.
    static let known: KnownValues = {
        var known = KnownValues()
        unsafe Array(value.utf8).withUnsafeBytes { bytes in
            do { try unsafe known.add(bytes, named: "db") } catch { Issue.record("too short") }
        }
        return known
    }()

    static let secrecy = Secrecy(known: known)
}
