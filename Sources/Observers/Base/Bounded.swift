import Catalog
import Surface

extension Collection {
    /// The first of what the system lists, and why nothing is known of the rest, where there is more.
    ///
    /// Whoever leaves out the rest has to report it: what nobody looked at may be what an attacker hides.
    func bounded(_ what: String, in place: String, to limit: Int = 1000) -> (first: SubSequence, rest: Unknown?) {
        let first = prefix(limit)
        guard first.endIndex != endIndex else { return (first, nil) }
        return (first, .tooLarge("more than \(limit) \(what) in \(place): the rest was not looked at"))
    }
}

extension Reading {
    /// Why it could not be looked at.
    var hindrance: Unknown? { if case .unreadable(let why) = self { why } else { nil } }
}
