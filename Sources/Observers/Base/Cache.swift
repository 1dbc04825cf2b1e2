/// Remembers what was worked out, so that several observers can ask and the work is done once.
///
/// Each place in the code that asks has a value of its own, or one for each argument that it names.
actor Cache {
    /// Where a value is asked for, for what, and of which type it is: a key leads to one type only.
    private struct Key: Hashable {
        let file: String
        let line: Int
        let column: Int
        /// In bytes: two names that look the same are two arguments.
        let argument: [UInt8]
        let type: ObjectIdentifier
    }

    private var tasks: [Key: any Sendable] = [:]

    /// The value of this place in the code, worked out by the first caller; the others wait for it.
    ///
    /// `argument` is all that the value depends on besides what is looked at.
    func value<Value: Sendable>(
        for argument: String = "",
        file: String = #fileID,
        line: Int = #line,
        column: Int = #column,
        _ work: @escaping @Sendable () async -> Value
    ) async -> Value {
        let key = Key(
            file: file,
            line: line,
            column: column,
            argument: Array(argument.utf8),
            type: ObjectIdentifier(Value.self)
        )
        guard let known = tasks[key] else {
            let task = Task { await work() }
            tasks[key] = task
            return await task.value
        }
        guard let task = known as? Task<Value, Never> else { preconditionFailure("the key holds another type") }
        return await task.value
    }
}
