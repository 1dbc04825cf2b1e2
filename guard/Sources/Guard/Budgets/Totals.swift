import Exchanges

/// What was used since the guard started; it never becomes less.
struct Totals: Hashable, Sendable {
    var exchanges = 0
    var usage = Usage()
    var cost = Dollars(billionths: 0)

    mutating func add(_ usage: Usage, _ cost: Dollars) {
        exchanges &+= 1
        self.usage.input &+= usage.input
        self.usage.output &+= usage.output
        self.usage.cacheRead &+= usage.cacheRead
        self.usage.cacheWrite &+= usage.cacheWrite
        self.cost = self.cost + cost
    }
}
