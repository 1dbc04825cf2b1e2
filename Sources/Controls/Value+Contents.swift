import Hardening

extension Value {
    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Int? { if case .number(let number) = self { number } else { nil } }
    var items: [String] { if case .list(let items) = self { items } else { [] } }
}
