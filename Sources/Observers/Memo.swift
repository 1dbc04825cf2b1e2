/// Remembers what was worked out, so that several observers can ask and the work is done once.
actor Memo {
    private var tasks: [String: any Sendable] = [:]

    /// The value for the key, worked out by the first caller; the others wait for it.
    ///
    /// A key must always be used with the same type.
    func value<Content: Sendable>(_ key: String, _ work: @escaping @Sendable () async -> Content) async -> Content {
        if let task = tasks[key] as? Task<Content, Never> { return await task.value }
        let task = Task { await work() }
        tasks[key] = task
        return await task.value
    }
}
