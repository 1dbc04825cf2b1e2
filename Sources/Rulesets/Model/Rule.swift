/// One rule: what it asks of a packet, and what it then does.
public struct Rule: Hashable, Sendable {
    /// All must hold.
    public var matches: [Match]
    public var action: Action
    public var comment: String?
    /// The rule in the notation of the program that reported it.
    public var source: String
    /// The line in that program's output, counted from 1; for nftables the rule's handle.
    public var line: Int

    public init(matches: [Match] = [], action: Action, comment: String? = nil, source: String, line: Int) {
        self.matches = matches
        self.action = action
        self.comment = comment
        self.source = source
        self.line = line
    }
}

/// What a rule does with a packet that it matches.
public enum Action: Hashable, Sendable {
    case accept
    case drop
    /// Drops, and says so to the sender.
    case reject
    /// Back to the chain that jumped here; at the end of the line, the policy.
    case `return`
    case jump(String)
    /// Jumps and never comes back: a return from there is a return from here.
    case goto(String)
    /// Goes on with the next rule: counts, logs, marks.
    case proceed
    /// Accepts for this chain, with another destination; an absent part stays as it was.
    case redirect(to: Address?, port: UInt16?)
    /// A target whose effect is not modelled, such as a queue to a program.
    case other(String)
}
