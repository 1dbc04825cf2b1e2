import NIOCore

/// Measures what a proxy adds: a model API that answers at once, and clients that ask it.
///
///     guard-bench upstream PORT EVENTS MILLISECONDS    answers with so many events, so far apart
///     guard-bench load PORT KEY STREAMS SECONDS        asks by so many connections at once; prints one line of JSON
@main
enum GuardBench {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        let numbers = words.dropFirst().map { Int($0) }
        switch words.first {
        case "upstream" where words.count == 4:
            guard let port = numbers[0], let events = numbers[1], let pause = numbers[2] else { return usage() }
            try await BenchUpstream.serve(port: port, events: events, pause: .milliseconds(Int64(pause)))
        case "load" where words.count == 5:
            guard let port = numbers[0], let streams = numbers[2], let seconds = numbers[3] else { return usage() }
            try await BenchLoad.run(port: port, key: words[2], streams: streams, seconds: seconds)
        default: usage()
        }
    }

    private static func usage() {
        print("guard-bench upstream PORT EVENTS MILLISECONDS | guard-bench load PORT KEY STREAMS SECONDS")
    }
}
