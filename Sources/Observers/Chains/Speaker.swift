/// Somebody who can put words before the model without the owner's leave.
struct Speaker: Hashable, Sendable {
    enum Way: Hashable, Sendable {
        /// Writes to the agent and gets its answers; the session may be the one the owner uses.
        case direct(sharesSession: Bool)
        /// Writes in a group; the session may be the owner's.
        case group(sharesSession: Bool)
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
    /// Where the words come in; people of whom fewer are let in still come in there.
    let entrance: String

    var getsAnswers: Bool {
        switch way {
        case .direct, .group: true
        case .read, .webhook: false
        }
    }

    /// Whether the words stay where the owner gives orders.
    var sharesSession: Bool {
        switch way {
        case .direct(let shares), .group(let shares): shares
        case .read, .webhook: false
        }
    }

    /// Whether the turn in which the words are read is a stranger's own.
    var speaksAlone: Bool { getsAnswers && !sharesSession }
}
