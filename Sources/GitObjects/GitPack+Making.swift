extension GitPack {
    /// What an object is, and what it is a difference to, if it is one.
    func base(of header: PackEntry) throws(GitFailure) -> (GitObjectKind, GitObject?) {
        switch header.form {
        case .whole(let kind): return (kind, nil)
        case .toPlace(let place):
            let base = try object(at: place)
            return (base.kind, base)
        case .toObject(let id):
            let base = try object(called: id, links: 0)
            return (base.kind, base)
        }
    }

    /// The object that begins at a place, made of all that it is a difference to.
    func object(at offset: Int) throws(GitFailure) -> GitObject { try object(at: offset, links: 0) }

    /// A tree's name and bytes.
    public func tree(at offset: Int) throws(GitFailure) -> (id: GitObjectID, bytes: [UInt8]) {
        let tree = try object(at: offset)
        guard tree.kind == .tree else { throw .malformed("it is no tree") }
        return (name(of: tree), tree.bytes)
    }

    /// An object by its name, for another pack that has a difference to it.
    public func object(called id: GitObjectID) throws(GitFailure) -> GitObject? {
        guard try located(id) != nil else { return nil }
        return try object(called: id, links: 0)
    }

    private func object(called id: GitObjectID, links: Int) throws(GitFailure) -> GitObject {
        guard let place = try located(id) else {
            guard let object = try elsewhere(id) else { throw .missing(id) }
            return object
        }
        let object = try object(at: place, links: links)
        guard name(of: object) == id else { throw .malformed("its index is damaged") }
        return object
    }

    private func name(of object: GitObject) -> GitObjectID {
        var sum = ObjectHash(hash, of: object.kind, size: object.bytes.count)
        sum.take(object.bytes.span.bytes)
        return sum.finish()
    }

    private func object(at offset: Int, links: Int) throws(GitFailure) -> GitObject {
        var differences: [PackEntry] = []
        var found: GitObject?
        var place = offset
        while found == nil {
            if let kept = cache.object(at: place) {
                found = kept
                break
            }
            let header = try PackEntry(bytes, at: place, hash: hash)
            try spend(64)
            guard differences.count <= limits.depth else {
                throw .excessive("the object at byte \(offset) is a difference to more than \(limits.depth) others")
            }
            switch header.form {
            case .whole(let kind): found = try collected(header, nil, kind)
            case .toPlace(let base):
                differences.append(header)
                place = base
            case .toObject(let id):
                // Names can lead around in a circle, places cannot.
                guard links < Self.mostLinks else {
                    throw .excessive(
                        "the object at byte \(offset) is a difference to more than \(Self.mostLinks) others by name"
                    )
                }
                differences.append(header)
                found = try object(called: id, links: links + 1)
            }
        }
        guard var object = found else { throw .malformed("it could not be read") }
        for header in differences.reversed() { object = try collected(header, object, object.kind) }
        return object
    }

    /// Each is a call on the stack.
    private static let mostLinks = 64

    private func collected(
        _ header: PackEntry,
        _ base: GitObject?,
        _ kind: GitObjectKind
    ) throws(GitFailure) -> GitObject {
        var bytes: [UInt8] = []
        var isKnown = false
        _ = try make(header, base) { (piece, size) throws(GitFailure) in
            guard size <= limits.base else {
                throw .excessive(
                    "the object at byte \(header.offset), to which others are differences, is larger than \(limits.base >> 20) MiB"
                )
            }
            if !isKnown {
                isKnown = true
                if size > limits.kept / 4 { cache.shrink(to: 0) }
                bytes.reserveCapacity(min(size, 1 << 20))
            }
            bytes.append(copying: piece)
        }
        let object = GitObject(kind, bytes)
        cache.keep(object, at: header.offset)
        return object
    }

    /// Makes an object of its base and what is compressed; the taker is told how long all of it is.
    ///
    /// - Returns: where the compressed bytes end.
    func make(
        _ header: PackEntry,
        _ base: GitObject?,
        _ take: (_ piece: RawSpan, _ size: Int) throws(GitFailure) -> Void
    ) throws(GitFailure) -> Int {
        var count = 0
        let difference = base.map { DeltaApplication(to: $0.bytes) }
        func emit(_ piece: RawSpan) throws(GitFailure) {
            try spend(piece.byteCount)
            try take(piece, difference.map { $0.size ?? 0 } ?? header.size)
        }
        let end = try inflation.run(bytes, at: header.data) { (piece) throws(GitFailure) in
            count += piece.byteCount
            guard count <= header.size else { throw .malformed("the object at byte \(header.offset) is too long") }
            guard let difference else {
                try emit(piece)
                return true
            }
            try spend(piece.byteCount)
            try difference.take(piece, emit)
            return true
        }
        guard let end, count == header.size else {
            throw .malformed("the object at byte \(header.offset) is too short")
        }
        try difference?.finish(emit)
        return end
    }

    /// Where an object that is not had ends.
    func end(of header: PackEntry) throws(GitFailure) -> Int {
        let end = try inflation.run(bytes, at: header.data) { (piece) throws(GitFailure) in
            try spend(piece.byteCount)
            return true
        }
        guard let end else { throw .malformed("it is cut off") }
        return end
    }
}
