import Hardening

extension Fix {
    /// What others may have read is no longer secret: only a person can replace it where it was issued.
    static func replaceSecret(byHand: String) -> Fix {
        Fix(byHand: byHand) { fault in
            let places = fault.records.map { "\($0.name) (\($0[.findingKind]))" }
            return .advise("Only you can replace a secret. By hand: \(byHand). Found in \(places.firstFew)")
        }
    }
}

extension [String] {
    /// The first of them, and how many more there are.
    var firstFew: String { firstFew(separator: ", ") }

    func firstFew(separator: String) -> String {
        prefix(5).joined(separator: separator) + (count > 5 ? "\(separator)and \(count - 5) more" : "")
    }
}
