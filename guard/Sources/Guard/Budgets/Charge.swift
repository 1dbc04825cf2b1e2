import Exchanges

/// What an exchange is charged, whatever its upstream says of it, and whoever hangs up.
///
/// What the upstream names is taken where a model can mean it; all else is estimated by bytes, so that nothing counts for nothing.
struct Charge {
    /// Tokens that no model reads or writes in one exchange.
    private static let most = 16 << 20

    /// What the upstream named.
    var told = Usage()
    /// Bytes that it answered, as far as it came.
    var said = 0
    /// Whether it came to its end, so that what it told of its answer is the last word.
    var isWhole = false
    /// Whether the upstream had the request, and did not say no to it.
    var isDue = false

    /// Four bytes make a token.
    static func tokens(_ bytes: Int) -> Int { (max(0, bytes) + 3) / 4 }

    /// Takes what an answer came to.
    mutating func take(_ answer: Answer) {
        told = answer.usage
        said =
            answer.text.count + answer.reasoning.count
            + answer.calls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.count }
    }

    /// What is counted.
    ///
    /// - Parameters:
    ///   - endpoint: what was asked; nothing where that is not known.
    ///   - bytes: of the request.
    /// - Returns: nothing for what costs nothing anywhere: lists of models, and tokens that are counted.
    func usage(of endpoint: Endpoint?, _ bytes: Int) -> Usage {
        guard isDue, endpoint != .models, endpoint != .count else { return Usage() }
        func isMeant(_ count: Int) -> Bool { (1...Self.most).contains(count) }
        var output = isMeant(told.output) ? told.output : 0
        // Vectors are not paid for.
        if endpoint != .embedding {
            let guess = Self.tokens(said)
            if output == 0 || !isWhole { output = max(output, guess) }
        }
        guard isMeant(told.input) else { return Usage(input: Self.tokens(bytes), output: output) }
        return Usage(input: told.input, output: output, cacheRead: told.cacheRead, cacheWrite: told.cacheWrite)
    }
}
