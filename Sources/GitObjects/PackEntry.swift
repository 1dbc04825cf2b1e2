/// What stands before an object in a pack.
struct PackEntry {
    enum Form {
        case whole(GitObjectKind)
        /// A difference to what begins at another place.
        case toPlace(Int)
        case toObject(GitObjectID)
    }

    let offset: Int
    let form: Form
    /// Of what is compressed: the object, or the difference.
    let size: Int
    /// Where the compressed bytes begin.
    let data: Int

    init(_ bytes: PagedBytes, at offset: Int, hash: GitHash) throws(GitFailure) {
        self.offset = offset
        var place = offset
        var byte = try bytes.byte(at: place)
        let kind = byte >> 4 & 7
        var size = Int(byte & 15)
        var shift = 4
        while byte & 0x80 != 0 {
            place += 1
            byte = try bytes.byte(at: place)
            guard shift < 56 else { throw .malformed("the size of the object at byte \(offset) makes no sense") }
            size |= Int(byte & 0x7F) << shift
            shift += 7
        }
        place += 1
        switch kind {
        case 1: form = .whole(.commit)
        case 2: form = .whole(.tree)
        case 3: form = .whole(.blob)
        case 4: form = .whole(.tag)
        case 6:
            byte = try bytes.byte(at: place)
            var back = Int(byte & 0x7F)
            while byte & 0x80 != 0 {
                place += 1
                byte = try bytes.byte(at: place)
                guard back < 1 << 48 else { throw .malformed("the object at byte \(offset) has no base that can be") }
                back = (back + 1) << 7 | Int(byte & 0x7F)
            }
            place += 1
            // A pack begins with 12 bytes that are none of an object's.
            guard back > 0, offset - back >= 12 else {
                throw .malformed("the object at byte \(offset) has no base that can be")
            }
            form = .toPlace(offset - back)
        case 7:
            guard let id = GitObjectID(try bytes.bytes(at: place, count: hash.count)) else {
                throw .malformed("the object at byte \(offset) has no base that can be")
            }
            place += hash.count
            form = .toObject(id)
        default: throw .malformed("the object at byte \(offset) is of no kind that is known")
        }
        self.size = size
        data = place
    }

    var isWhole: Bool { if case .whole = form { true } else { false } }
}
