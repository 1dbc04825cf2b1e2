import Dispatch
import Glibc

/// Signals as they come.
enum Signals {
    /// Each of them from now on, by its number, while what they come from is kept.
    static func coming(_ signals: [Int32]) -> (numbers: AsyncStream<Int32>, sources: [any DispatchSourceSignal]) {
        for number in signals { signal(number, SIG_IGN) }
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        return (stream, sources)
    }
}
