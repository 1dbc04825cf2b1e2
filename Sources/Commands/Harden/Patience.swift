import ArgumentParser

/// A span of time on the command line: `90s`, `5m`, `1h`, or plain seconds; 20 seconds to a day.
struct Patience: ExpressibleByArgument, Sendable, CustomStringConvertible {
    let seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        let factor = argument.last.flatMap { units[$0] }
        guard let number = Int(factor == nil ? argument : String(argument.dropLast())), number <= 86400 else {
            return nil
        }
        // Nobody opens a login and confirms in less.
        let seconds = number * (factor ?? 1)
        guard (20...86400).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    var defaultValueDescription: String { description }

    var description: String {
        if seconds >= 60, seconds.isMultiple(of: 60) { return "\(seconds / 60)m" }
        return "\(seconds)s"
    }
}
