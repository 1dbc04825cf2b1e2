extension Record {
    /// Several fields of the thing as one phrase that a person reads.
    ///
    /// The name of the thing stands before it, so that what the name says already is left out, and so is what only tells
    /// one kind of record from another.
    func words(_ shown: [Field], of subject: Subject?) -> String {
        if let sentence = subject?.sentence?(self) { return sentence }
        let telling = shown.filter { !isSaid($0) && !Field.technical.contains($0) && self[$0] != .unset }
        let parts = (telling.isEmpty ? shown : telling).map { $0.phrase(self[$0]) }
        // The more a phrase says by itself, the later it may stand: what is so, then how much.
        return parts.isEmpty
            ? "it is there" : parts.joined(separator: parts.contains { $0.contains(", ") } ? "; " : ", ")
    }

    /// Whether the name of the record says it.
    private func isSaid(_ field: Field) -> Bool {
        switch self[field] {
        case .text(let text): !text.isEmpty && name.contains(text)
        case .number(let number): name.split { !$0.isNumber }.contains { $0 == "\(number)" }
        default: false
        }
    }
}

extension Field {
    /// What tells records of one table apart for code, and a person nothing.
    static let technical: Set<Field> = [
        .addressFamily, .channelScope, .cloudKind, .familyInUse, .fileKind, .installation, .isAffected, .path,
        .pluginKind,
        .problemKind, .ruleKind, .trustedExcess, .trustedIsRepairable,
    ]
}
