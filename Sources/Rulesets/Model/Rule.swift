/// One rule: what it asks of a packet, and what it then does.
public struct Rule: Hashable, Sendable {
    /// All must hold.
    public var matches: [Match]
    /// What it does to a packet before the action.
    public var changes: [Change]
    public var action: Action
    public var comment: String?
    /// The rule in the notation of the program that reported it.
    public var source: String
    /// The line in that program's output, counted from 1; for nftables the rule's handle.
    public var line: Int

    public init(
        matches: [Match] = [],
        changes: [Change] = [],
        action: Action,
        comment: String? = nil,
        source: String,
        line: Int
    ) {
        self.matches = matches
        self.changes = changes
        self.action = action
        self.comment = comment
        self.source = source
        self.line = line
    }
}

/// What a rule writes into a packet, which later rules see.
public enum Change: Hashable, Sendable {
    case mark(MarkChange)
    /// Connection tracking leaves the packet alone.
    case untrack
    /// A change whose effect is not modeled, of a mark.
    case unknownMark
    /// Headers are written, outside of translation.
    case rewrite(Rewriting)
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
    /// Goes on with the next rule: counts, logs, changes.
    case proceed
    /// Accepts for this chain, with another destination; an absent part stays as it was.
    case redirect(to: Address?, port: UInt16?)
    /// The same where one of several destinations is chosen.
    case redirectToOne(of: AddressRange?, ports: ClosedRange<UInt16>?)
    /// Accepts for this chain, with another source; without a range it is an address of the interface it leaves by.
    case disguise(as: AddressRange?)
    /// Accepts for this chain, with the machine itself as the destination.
    case redirectHere(ports: ClosedRange<UInt16>?)
    /// A target whose effect is not modeled, such as a queue to a program.
    case other(String)
}
