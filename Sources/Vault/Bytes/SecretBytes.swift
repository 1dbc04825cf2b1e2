import COpenSSL

/// Bytes that are wiped when nobody holds them any more, and that print as nothing.
///
/// Where OpenSSL's heap for secrets has room they are locked in memory and left out of core dumps, too
/// (OPENSSL_secure_malloc(3)).
///
/// It may be shared: its properties are constants, what stands at `address` is written by the initializer alone, while nobody
/// else has the value, and is only read afterwards; `deinit`, which gives it back, runs when nobody holds it any more, and
/// OpenSSL's heap has a lock of its own (crypto/mem_sec.c). `SharingTests` reads from many tasks at once. Every pointer into
/// the memory goes to a closure that ends before the value does, with its length.
@safe public final class SecretBytes: Sendable, CustomStringConvertible, CustomReflectable {
    /// Where the memory begins, which is never 0.
    private let address: UInt
    public let count: Int

    /// Locked memory for secrets of this process: 1 MiB, or none where the system does not allow it.
    private static let heap: Bool = CRYPTO_secure_malloc_init(1 << 20, 16) > 0

    init<Failure: Error>(
        count: Int,
        _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        _ = Self.heap
        guard let memory = unsafe nacre_take_secret_memory(max(count, 1)) else {
            fatalError("no memory for \(count) bytes")
        }
        address = UInt(bitPattern: memory)
        self.count = count
        unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: max(count, 1))
        try unsafe fill(UnsafeMutableRawBufferPointer(start: memory, count: count))
    }

    private var memory: UnsafeMutableRawPointer? { unsafe UnsafeMutableRawPointer(bitPattern: address) }

    public convenience init(_ bytes: some Collection<UInt8>) {
        unsafe self.init(count: bytes.count) { unsafe $0.copyBytes(from: bytes) }
    }

    deinit { unsafe nacre_give_back_secret_memory(memory, max(count, 1)) }

    /// Bytes that nobody can foresee.
    public static func random(_ count: Int) throws(VaultFailure) -> SecretBytes {
        try unsafe SecretBytes(count: count) { (buffer) throws(VaultFailure) in
            guard unsafe RAND_priv_bytes(buffer.baseAddress, Int32(count)) == 1 else { throw .noRandomness }
        }
    }

    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// A copy that nothing wipes.
    public var exposed: [UInt8] { unsafe withBytes { unsafe Array($0) } }

    /// Whether both are the same, in a time that does not depend on where they differ.
    public func equals(_ other: SecretBytes) -> Bool {
        guard count == other.count else { return false }
        return unsafe CRYPTO_memcmp(memory, other.memory, count) == 0
    }

    public var description: String { "(secret, \(count) bytes)" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
