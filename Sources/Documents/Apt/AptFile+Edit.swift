extension AptFile {
    /// The file with an item set: the last statement that names it is replaced, or one comes at the end, where that is
    /// not enough or there is none.
    ///
    /// - Throws: where apt would read something else afterwards, as in a file that ends inside a block or a comment.
    public func setting(_ name: String, to value: String) throws(SyntaxError) -> AptFile {
        guard configuration.setting(name)?.value != value else { return self }
        let statement = Array("\(name) \"\(value)\";".utf8)
        // A statement inside a block has only the end of its name there.
        let place = statements.last {
            guard case .set(name, _) = $0.effect else { return false }
            return bytes[$0.range].starts(with: name.utf8)
        }?.range
        if let place {
            var edited = bytes
            edited.replaceSubrange(place, with: statement)
            let file = try AptFile(edited)
            if file.configuration.setting(name)?.value == value { return file }
        }
        var edited = bytes
        edited.append(line: statement)
        let file = try AptFile(edited)
        guard file.configuration.setting(name)?.value == value else { throw Self.misread(name) }
        return file
    }

    /// The file with a value added to a list, unless it is there.
    ///
    /// - Throws: where apt would read something else afterwards.
    public func adding(_ value: String, to list: String) throws(SyntaxError) -> AptFile {
        let before = configuration.list(list).map(\.value)
        guard !before.contains(value) else { return self }
        var edited = bytes
        edited.append(line: Array("\(list):: \"\(value)\";".utf8))
        let file = try AptFile(edited)
        guard file.configuration.list(list).map(\.value) == before + [value] else { throw Self.misread(list) }
        return file
    }

    /// What the file alone says.
    private var configuration: AptConfiguration {
        var configuration = AptConfiguration()
        for statement in statements { configuration.apply(statement, of: "") }
        return configuration
    }

    private static func misread(_ name: String) -> SyntaxError {
        SyntaxError("\(name) would not be read as it is meant", at: SourcePosition(line: 1, column: 1))
    }
}

extension [UInt8] {
    fileprivate mutating func append(line: [UInt8]) {
        if let last, last != UInt8(ascii: "\n") { append(UInt8(ascii: "\n")) }
        self += line + [UInt8(ascii: "\n")]
    }
}
