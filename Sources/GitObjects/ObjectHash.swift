/// SHA-1 or SHA-256 (FIPS 180-4) of an object, as it comes; what names it, and no protection against anybody.
public struct ObjectHash {
    private let kind: GitHash
    private var state: [UInt32]
    private var schedule = [UInt32](repeating: 0, count: 80)
    private var block = [UInt8](repeating: 0, count: 64)
    private var filled = 0
    private var count = 0

    public init(_ kind: GitHash) {
        self.kind = kind
        state =
            kind == .sha1
            ? [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
            : [
                0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
            ]
    }

    /// An object's hash, which begins with what it is.
    public init(_ kind: GitHash, of object: GitObjectKind, size: Int) {
        self.init(kind)
        let head = Array("\(object.rawValue) \(size)\0".utf8)
        take(head.span.bytes)
    }

    public mutating func take(_ bytes: RawSpan) { unsafe bytes.withUnsafeBytes { unsafe take($0) } }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        count &+= bytes.count
        var place = 0
        if filled > 0 {
            let taken = min(64 - filled, bytes.count)
            for index in 0..<taken { unsafe block[filled + index] = bytes[index] }
            (filled, place) = (filled + taken, taken)
            guard filled == 64 else { return }
            let whole = block
            unsafe whole.withUnsafeBytes { unsafe mix($0, 0) }
            filled = 0
        }
        while place + 64 <= bytes.count {
            unsafe mix(bytes, place)
            place += 64
        }
        while place < bytes.count {
            unsafe block[filled] = bytes[place]
            filled += 1
            place += 1
        }
    }

    /// What it is; nothing is taken afterwards.
    public mutating func finish() -> GitObjectID {
        let bits = UInt64(truncatingIfNeeded: count) &* 8
        var end: [UInt8] = [0x80]
        end += [UInt8](repeating: 0, count: (filled < 56 ? 55 : 119) - filled)
        end += (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - $0 * 8)) }
        take(end.span.bytes)
        let bytes = state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - $0 * 8)) } }
        return GitObjectID(hash: bytes)
    }

    private mutating func mix(_ bytes: UnsafeRawBufferPointer, _ place: Int) {
        for index in 0..<16 {
            schedule[index] = unsafe UInt32(
                bigEndian: bytes.loadUnaligned(fromByteOffset: place + index * 4, as: UInt32.self)
            )
        }
        if kind == .sha1 { mixSHA1() } else { mixSHA256() }
    }

    private mutating func mixSHA1() {
        unsafe schedule.withUnsafeMutableBufferPointer { schedule in
            for index in 16..<80 {
                unsafe schedule[index] = unsafe Self.left(
                    schedule[index - 3] ^ schedule[index - 8] ^ schedule[index - 14] ^ schedule[index - 16],
                    1
                )
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for index in 0..<80 {
                let (choice, constant): (UInt32, UInt32) =
                    switch index {
                    case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                    case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                    case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = unsafe Self.left(a, 5) &+ choice &+ e &+ constant &+ schedule[index]
                (a, b, c, d, e) = (next, a, Self.left(b, 30), c, d)
            }
            state[0] &+= a
            state[1] &+= b
            state[2] &+= c
            state[3] &+= d
            state[4] &+= e
        }
    }

    private mutating func mixSHA256() {
        for index in 16..<64 {
            let (one, two) = (schedule[index - 15], schedule[index - 2])
            let first = Self.left(one, 25) ^ Self.left(one, 14) ^ one >> 3
            let second = Self.left(two, 15) ^ Self.left(two, 13) ^ two >> 10
            schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
        }
        var v = state
        for index in 0..<64 {
            let first = Self.left(v[4], 26) ^ Self.left(v[4], 21) ^ Self.left(v[4], 7)
            let choice = v[4] & v[5] ^ ~v[4] & v[6]
            let one = v[7] &+ first &+ choice &+ Self.constants[index] &+ schedule[index]
            let second = Self.left(v[0], 30) ^ Self.left(v[0], 19) ^ Self.left(v[0], 10)
            let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
            v = [one &+ second &+ majority, v[0], v[1], v[2], v[3] &+ one, v[4], v[5], v[6]]
        }
        for index in 0..<8 { state[index] &+= v[index] }
    }

    private static func left(_ word: UInt32, _ bits: UInt32) -> UInt32 { word &<< bits | word &>> (32 &- bits) }

    private static let constants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
        0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
        0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
        0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
        0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
        0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2,
    ]
}
