import Catalog

/// A question about a record: yes, no, or undecided.
///
/// Kleene's three-valued logic: `unknown && no` is no, `unknown || yes` is yes, everything else unknown stays unknown.
public struct Filter: Sendable {
    /// The fields the answer depends on.
    public let fields: [Field]
    public let evaluate: @Sendable (Record) -> Bool?

    public init(_ fields: [Field], evaluate: @escaping @Sendable (Record) -> Bool?) {
        self.fields = fields
        self.evaluate = evaluate
    }

    /// Fields that are enough to know that the record passes, and none too many: what a person has to be told.
    ///
    /// Where several would do, the first ones of the filter.
    func decisive(in record: Record) -> [Field] {
        var seen: Set<Field> = []
        let fields = self.fields.filter { seen.insert($0).inserted }
        guard evaluate(record) == true else { return fields }
        var rest = record
        return fields.reversed().filter { field in
            var blank = rest
            blank[field] = .unknown(.notObserved("left out"))
            guard evaluate(blank) == true else { return true }
            rest = blank
            return false
        }
        .reversed()
    }

    /// Every record.
    public static let always = Filter([]) { _ in true }

    public static func && (left: Self, right: Self) -> Self {
        Self(left.fields + right.fields) { record in
            switch (left.evaluate(record), right.evaluate(record)) {
            case (false, _), (_, false): false
            case (true, true): true
            default: nil
            }
        }
    }

    public static func || (left: Self, right: Self) -> Self {
        Self(left.fields + right.fields) { record in
            switch (left.evaluate(record), right.evaluate(record)) {
            case (true, _), (_, true): true
            case (false, false): false
            default: nil
            }
        }
    }

    public static prefix func ! (filter: Self) -> Self {
        Self(filter.fields) { record in filter.evaluate(record).map { !$0 } }
    }
}

extension Field {
    /// Asks the field's value, and is undecided where the value is unknown.
    public func satisfies(_ question: @escaping @Sendable (Value) -> Bool?) -> Filter {
        Filter([self]) { record in
            let value = record[self]
            if case .unknown = value { return nil }
            return question(value)
        }
    }

    public static func == (field: Self, value: Value) -> Filter { field.satisfies { $0 == value } }
    public static func != (field: Self, value: Value) -> Filter { !(field == value) }

    public static func < (field: Self, bound: Int) -> Filter {
        field.satisfies { if case .number(let number) = $0 { number < bound } else { false } }
    }

    public static func > (field: Self, bound: Int) -> Filter {
        field.satisfies { if case .number(let number) = $0 { number > bound } else { false } }
    }

    /// The field's text is one of these.
    public func isOne(of texts: [String]) -> Filter {
        satisfies { if case .text(let text) = $0 { texts.contains(text) } else { false } }
    }

    /// The field's text is one of these kinds.
    public func isOne<Kind: RawRepresentable<String>>(of kinds: [Kind]) -> Filter { isOne(of: kinds.map(\.rawValue)) }

    /// The field's text, or an item of its list, contains the fragment.
    public func contains(_ fragment: String) -> Filter {
        satisfies {
            switch $0 {
            case .text(let text): text.contains(fragment)
            case .list(let items): items.contains(fragment)
            default: false
            }
        }
    }

    /// The permission bits grant something outside `mask`.
    public func exceeds(_ mask: UInt16) -> Filter {
        satisfies { if case .mode(let mode) = $0 { mode & ~mask != 0 } else { false } }
    }

    /// The field is set to anything at all.
    public var isSet: Filter { satisfies { $0 != .unset } }
}
