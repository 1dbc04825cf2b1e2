@testable import Detection

// What takes memory that lies anywhere, for the arrays of tests.

extension SecretStream {
    mutating func read(_ bytes: [UInt8], _ found: (FoundSecret) -> Void) {
        unsafe bytes.withUnsafeBytes { unsafe read($0, found) }
    }
}

extension KnownValueStream {
    mutating func read(_ bytes: [UInt8], _ found: (KnownValues.Found) -> Void) {
        unsafe bytes.withUnsafeBytes { unsafe read($0, found) }
    }
}

extension KnownValues {
    func scan(_ bytes: [UInt8]) -> [Found] { unsafe bytes.withUnsafeBytes { unsafe scan($0) } }

    mutating func add(_ value: String, named name: String) throws {
        try unsafe Array(value.utf8).withUnsafeBytes { try unsafe add($0, named: name) }
    }
}

extension SipHash {
    func callAsFunction(_ bytes: [UInt8]) -> UInt64 { unsafe bytes.withUnsafeBytes { unsafe self($0) } }
}

extension Randomness {
    static func isMadeUp(_ bytes: [UInt8]) -> Bool {
        unsafe bytes.withUnsafeBytes { unsafe isMadeUp(ByteView($0), 0..<bytes.count) }
    }
}
