/// Somebody who can put words before the model without the owner's leave.
struct Speaker: Hashable, Sendable {
    enum Way: Hashable, Sendable {
        /// Writes to the agent and gets its answers; the session may be the one the owner uses.
        case direct(sharesSession: Bool)
        case group
        /// Writes something that the agent reads, and sees no answer.
        case read
        /// Writes what a webhook hands in, and sees no answer.
        case webhook
    }

    let name: String
    let way: Way
    let link: String
    /// The channel's identifier, where there is one.
    let channel: String?

    var getsAnswers: Bool {
        switch way {
        case .direct, .group: true
        case .read, .webhook: false
        }
    }

    var sharesSession: Bool { way == .direct(sharesSession: true) }
}
