extension State {
    /// The ports that something listens on; of the state of `listeners`.
    public var listeningPorts: Set<Int> {
        Set(records.compactMap { if case .number(let port) = $0[.listeningPort] { port } else { nil } })
    }
}
