import Catalog
import Hardening

/// How bans of those who come back grow, as far as a jail's settings make them (jail.conf(5), `bantime.increment`).
struct BanGrowth: Equatable, Sendable {
    var isOn = false
    var multipliers: String?
    var factor: String?
    var formula: String?
    /// Seconds that no ban exceeds.
    var longest: Int?

    /// Whether a later ban is longer than the first.
    ///
    /// fail2ban computes formula and factor as Python; only whole numbers are worked out here.
    func value(from first: Int?) -> Value {
        guard isOn else { return false }
        if let first, let longest, first >= 0, longest >= 0, longest <= first { return false }
        var factor = 1.0
        if let text = self.factor, !text.isEmpty {
            guard let number = Double(text) else { return .unknown(.malformed("bantime.factor is no number: \(text)")) }
            factor = number
        }
        if let multipliers, !multipliers.isEmpty {
            let numbers = multipliers.split(separator: " ").map { Double($0) }
            // The last one counts for all that come after it.
            guard let last = numbers.last, let last, !numbers.contains(nil) else {
                return .unknown(.malformed("bantime.multipliers are no numbers: \(multipliers)"))
            }
            return .flag(last * factor > 1)
        }
        guard let formula, !formula.isEmpty else { return .flag(factor > 0) }
        let stock = [
            "ban.Time*(1<<(ban.Countifban.Count<20else20))*banFactor",
            "ban.Time*math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)",
        ]
        return stock.contains(formula.filter { !$0.isWhitespace })
            ? .flag(factor > 0) : .unknown(.notModeled("bantime.formula is not a stock one: \(formula)"))
    }
}
