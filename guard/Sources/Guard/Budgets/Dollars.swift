/// An amount of money, in whole billionths of a dollar.
public struct Dollars: Hashable, Comparable, Sendable, CustomStringConvertible {
    public var billionths: Int

    init(billionths: Int) { self.billionths = billionths }

    /// The most that a configuration may name.
    static let most = Dollars(billionths: 1_000_000 * unit)
    private static let unit = 1_000_000_000

    /// Reads digits with a point among them, up to nine places after it, and up to a million; nothing where it is anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, (1...7).contains(first.utf8.count), let whole = Self.digits(first) else {
            return nil
        }
        var part = 0
        if parts.count == 2 {
            guard (1...9).contains(parts[1].utf8.count), let digits = Self.digits(parts[1]) else { return nil }
            part = (parts[1].utf8.count..<9).reduce(digits) { value, _ in value * 10 }
        }
        billionths = whole * Self.unit + part
        guard self <= Self.most else { return nil }
    }

    private static func digits(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// What so many tokens cost where this is the price of a million.
    func times(_ tokens: Int) -> Dollars {
        // No count of tokens is above 2^31, and no price above a million, so that the quotient has room.
        let product = billionths.multipliedFullWidth(by: min(max(0, tokens), 1 << 31))
        return Dollars(billionths: 1_000_000.dividingFullWidth(product).quotient)
    }

    /// The sum, or the most that there is.
    static func + (one: Dollars, other: Dollars) -> Dollars {
        let (sum, isTooMuch) = one.billionths.addingReportingOverflow(other.billionths)
        return Dollars(billionths: isTooMuch ? .max : sum)
    }

    public static func < (one: Dollars, other: Dollars) -> Bool { one.billionths < other.billionths }

    /// As a decimal number, without a sign of the currency.
    var decimal: String {
        let places = String(billionths % Self.unit + Self.unit).dropFirst()
        var end = places[...]
        while end.hasSuffix("0") { end = end.dropLast() }
        return "\(billionths / Self.unit)" + (end.isEmpty ? "" : ".\(end)")
    }

    public var description: String { "$\(decimal)" }
}
