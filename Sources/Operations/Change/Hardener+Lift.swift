import Hardening

extension Hardener {
    /// Lets OpenClaw write its openclaw.json for a while, where it is started so that it does not.
    ///
    /// - Parameters:
    ///   - order: the profile, which may keep the file read-only.
    ///   - patience: seconds after which it ends by itself.
    ///   - begins: told before anything is changed.
    /// - Returns: none where there is nothing to lift.
    /// - Throws: before anything was changed, why nothing was; afterwards, what could not be undone.
    public func lift(_ order: Order, within patience: Int, begins: () -> Void) async throws -> Outcome? {
        try await store.locked(evicting: false) {
            try await requireSettled()
            let draft = try await planner(order).lifting()
            guard !draft.plan.isEmpty else { return nil }
            begins()
            return try await put(draft, by: order, within: patience, lifts: true)
        }
    }

    /// Ends that before its time.
    ///
    /// - Returns: what was left alone because somebody else had changed it since.
    public func lock(begins: () -> Void) async throws -> [String] {
        try await store.locked(evicting: false) {
            guard let generation = try store.unsettled() else { throw Refused(.nothingLifted) }
            switch Lifecycle(generation).handle(.lockAsked) {
            case .rollBack(let reason):
                begins()
                return try await rollBack(generation, because: reason)
            case .refuse(let why): throw Refused(why, generation)
            default: throw Refused(.nothingLifted, generation)
            }
        }
    }
}
