/// A change that is taken back in part, because somebody else changed the resource since.
public struct Reconciliation: Hashable, Sendable {
    /// What the words about it begin with.
    public static let beginning = "what Nacre had put there goes: "

    public let state: State
    /// What is put back, in words.
    public let restored: [String]
    /// What is somebody else's by now, in words.
    public let left: [String]

    public init(_ state: State, restored: [String], left: [String]) {
        self.state = state
        self.restored = restored
        self.left = left
    }

    /// What can be taken back of a change: of the content what `reconcile` knows to tell apart, and the mode and the owner, each
    /// unless it was changed since as well.
    ///
    /// - Returns: none where nothing can, so that the resource is left as it is.
    static func of(
        _ change: Change,
        _ state: State,
        by reconcile: @Sendable (Change, State) -> Reconciliation?
    ) -> Reconciliation? {
        let told = reconcile(change, state)
        let part = told.flatMap { $0.restored.isEmpty && $0.left.isEmpty ? nil : $0 }
        var restored = part?.restored ?? []
        var left = part?.left ?? []
        switch (change.before, change.after, part?.state ?? state) {
        case (.file(let before), .file(let after), .file(var now)):
            // Whoever changed nothing but the mode wants the rest as it is.
            guard part != nil || now.bytes != after.bytes else { return nil }
            let access = Access(now).goingBack(from: change.puttings.compactMap(Access.init), to: Access(before))
            guard part != nil || !access.restored.isEmpty else { return nil }
            if part == nil { left.append("its content") }
            (now.mode, now.owner, now.group) = (access.value.mode, access.value.owner, access.value.group)
            restored += access.restored
            return Reconciliation(.file(now), restored: restored, left: left)
        case (.permissions, .permissions, .permissions(let now)):
            guard let before = Access(change.before) else { return part }
            let access = Access(.permissions(now))?
                .goingBack(from: change.puttings.compactMap(Access.init), to: before)
            guard let access, !access.restored.isEmpty else { return part }
            let back = State.Permissions(mode: access.value.mode, owner: access.value.owner, group: access.value.group)
            return Reconciliation(
                .permissions(back),
                restored: restored + access.restored,
                left: left + (access.restored.contains(Access.mode) ? [Access.owner] : [Access.mode])
            )
        default: return part
        }
    }

    /// What a person is told.
    var words: String {
        let most = 6
        let shown = restored.prefix(most).joined(separator: ", ")
        let more = restored.count > most ? " and \(restored.count - most) more" : ""
        let stays = left.isEmpty ? "" : ": \(left.joined(separator: "; "))"
        return (restored.isEmpty ? "" : "\(Self.beginning)\(shown)\(more); ")
            + "what somebody changed since stays\(stays)"
    }
}

/// Who may do what with a file.
private struct Access {
    static let mode = "its mode"
    static let owner = "its owner"

    var mode: UInt16
    var owner: UInt32
    var group: UInt32

    init(_ file: State.File) { (mode, owner, group) = (file.mode, file.owner, file.group) }

    init?(_ state: State) {
        switch state {
        case .file(let file): self.init(file)
        case .permissions(let found):
            self.init(State.File([], mode: found.mode, owner: found.owner, group: found.group))
        default: return nil
        }
    }

    /// The same with what is still as it was put as it was before.
    func goingBack(from put: [Access], to before: Access) -> (value: Access, restored: [String]) {
        var value = self
        var restored: [String] = []
        if mode != before.mode, put.contains(where: { $0.mode == mode }) {
            value.mode = before.mode
            restored.append(Self.mode)
        }
        if (owner, group) != (before.owner, before.group),
            put.contains(where: { ($0.owner, $0.group) == (owner, group) })
        {
            (value.owner, value.group) = (before.owner, before.group)
            restored.append(Self.owner)
        }
        return (value, restored)
    }
}

extension Change {
    /// What it puts, until the confirmation and afterwards.
    fileprivate var puttings: [State] { [after] + (interim.map { [$0] } ?? []) }
}
