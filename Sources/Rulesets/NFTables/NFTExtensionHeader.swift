/// Extension headers of IPv6, which a sender may put between IPv6's own header and that of the transport.
///
/// Packets are not told apart by them. So a rule that asks for one is taken as it works on packets without any where that
/// lets more in than it says, and is left undecided otherwise: what is called closed is closed to every packet.
enum NFTExtensionHeader {
    /// A field of one is asked for.
    static let asked = Match(.other("an extension header"))
    /// The transport's header is asked for, where an extension's may stand.
    static let missing = Match(.other("no extension header"))

    /// The rule, once it is known what it does.
    static func judged(_ rule: Rule) -> Rule {
        var rule = rule
        switch rule.action {
        case .drop, .reject:
            // Packets without extensions go on.
            rule.matches = rule.matches.map { $0 == asked ? Match(.either([])) : $0 }
        case .accept:
            rule.matches.removeAll { $0 == missing }
        default: break
        }
        return rule
    }
}
