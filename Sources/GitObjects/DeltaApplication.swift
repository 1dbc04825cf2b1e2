/// Makes an object of another one and the difference between them, which comes piece by piece (gitformat-pack(5)).
final class DeltaApplication {
    private enum State {
        case baseSize, resultSize, instruction
        /// The bits that say which bytes follow, and how far it is.
        case copy(bits: UInt8, next: Int)
        case insert(Int)
    }

    private let base: [UInt8]
    /// How long the object is to be; known once the difference has begun.
    private(set) var size: Int?
    private var made = 0
    private var state = State.baseSize
    private var number = 0
    private var shift = 0
    private var start = 0
    private var length = 0
    private var output: [UInt8] = []

    init(to base: [UInt8]) { self.base = base }

    func take(_ piece: RawSpan, _ emit: (RawSpan) throws(GitFailure) -> Void) throws(GitFailure) {
        var place = 0
        while place < piece.byteCount {
            if case .insert(let left) = state {
                let taken = min(left, piece.byteCount - place)
                try put(piece.extracting(place..<(place + taken)), emit)
                place += taken
                state = taken == left ? .instruction : .insert(left - taken)
                continue
            }
            let byte = unsafe piece.unsafeLoad(fromByteOffset: place, as: UInt8.self)
            place += 1
            try take(byte, emit)
        }
    }

    func finish(_ emit: (RawSpan) throws(GitFailure) -> Void) throws(GitFailure) {
        guard case .instruction = state, made == size else { throw Self.damaged }
        let rest = output
        output = []
        if !rest.isEmpty { try emit(rest.span.bytes) }
    }

    private func take(_ byte: UInt8, _ emit: (RawSpan) throws(GitFailure) -> Void) throws(GitFailure) {
        switch state {
        case .baseSize, .resultSize:
            guard shift < 56 else { throw Self.damaged }
            number |= Int(byte & 0x7F) << shift
            shift += 7
            guard byte & 0x80 == 0 else { return }
            if case .baseSize = state {
                guard number == base.count else { throw .malformed("it is a difference to another object") }
                state = .resultSize
            } else {
                size = number
                state = .instruction
            }
            (number, shift) = (0, 0)
        case .instruction:
            guard byte != 0 else { throw Self.damaged }
            if byte & 0x80 == 0 {
                state = .insert(Int(byte))
            } else {
                (start, length) = (0, 0)
                state = .copy(bits: byte, next: 0)
                try copyIfKnown(emit)
            }
        case .copy(let bits, let next):
            if next < 4 { start |= Int(byte) << (next * 8) } else { length |= Int(byte) << ((next - 4) * 8) }
            state = .copy(bits: bits, next: next + 1)
            try copyIfKnown(emit)
        case .insert: break
        }
    }

    /// Copies once all bytes of the instruction are there.
    private func copyIfKnown(_ emit: (RawSpan) throws(GitFailure) -> Void) throws(GitFailure) {
        guard case .copy(let bits, var next) = state else { return }
        while next < 7, bits >> UInt8(next) & 1 == 0 { next += 1 }
        state = .copy(bits: bits, next: next)
        guard next == 7 else { return }
        if length == 0 { length = 0x10000 }
        guard start + length <= base.count else { throw Self.damaged }
        let base = base
        try put(base.span.bytes.extracting(start..<(start + length)), emit)
        state = .instruction
    }

    private func put(
        _ bytes: RawSpan,
        _ emit: (RawSpan) throws(GitFailure) -> Void
    ) throws(GitFailure) {
        made += bytes.byteCount
        guard let size, made <= size else { throw Self.damaged }
        output.append(copying: bytes)
        guard output.count >= 64 << 10 else { return }
        let full = output
        output = []
        try emit(full.span.bytes)
    }

    private static var damaged: GitFailure { .malformed("the difference that it is kept as is damaged") }
}

extension [UInt8] {
    mutating func append(copying bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }
}
