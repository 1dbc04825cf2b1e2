import Exchanges

/// What a model costs: dollars for a million tokens.
public struct Price: Hashable, Sendable {
    public var input: Dollars
    public var output: Dollars
    /// Of what the provider had in its cache; as much as any other input where nothing is said.
    public var cacheRead: Dollars
    /// Of what the provider put into its cache; as much as any other input where nothing is said.
    public var cacheWrite: Dollars

    /// What an answer cost.
    func cost(of usage: Usage) -> Dollars {
        let plain = usage.input - usage.cacheRead - usage.cacheWrite
        return input.times(plain) + cacheRead.times(usage.cacheRead) + cacheWrite.times(usage.cacheWrite)
            + output.times(usage.output)
    }
}

extension GuardConfiguration.Upstream {
    /// What a model costs here, by its name or by what stands for all others.
    func price(of model: String?) -> Price? { model.flatMap { prices[$0] } ?? prices["*"] }
}
