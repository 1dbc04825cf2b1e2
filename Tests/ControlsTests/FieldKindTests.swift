import Catalog
import Controls
import Hardening
import Testing

@Suite struct FieldKindTests {
    private static func kind(_ value: Value) -> String? {
        switch value {
        case .flag: "a flag"
        case .number: "a number"
        case .text: "a text"
        case .list: "a list"
        case .mode: "a mode"
        case .unset, .unknown: nil
        }
    }

    /// The compiler does not see what a field holds: a control that compared a flag with a text would never be met.
    @Test func `a field holds one kind of value, whichever control asks for it`() {
        var kinds: [Field: [String: String]] = [:]
        for each in Case.all {
            for state in each.example.input.values {
                guard case .records(let records) = state else { continue }
                for record in records {
                    for (field, value) in record.fields {
                        guard let kind = Self.kind(value) else { continue }
                        kinds[field, default: [:]][kind] = "\(each.control.id)"
                    }
                }
            }
        }
        #expect(kinds.count > 300)
        for (field, found) in kinds where found.count > 1 { Issue.record("\(field): \(found)") }
    }
}
