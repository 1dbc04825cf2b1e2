/// What undoes a generation that nobody confirmed, whatever becomes of the process that applied it.
public protocol Switch: Sendable {
    /// Arms it; what it needs is on the disk when this returns.
    ///
    /// - Throws: where it would not work. Then nothing may be changed.
    func arm() async throws

    /// Has it run once as it will at the deadline, and sees it look at the generation.
    ///
    /// - Throws: why it could not undo anything. Then nothing may be changed.
    func prove(_ generation: Generation) async throws

    /// Takes it away again, or what a crash left of it.
    func disarm() async throws
}
