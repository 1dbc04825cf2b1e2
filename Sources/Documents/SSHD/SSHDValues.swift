/// Turns the arguments of a line into what `sshd -T` prints for it, or says why sshd refuses it.
struct SSHDValues {
    struct Bad: Error { let message: String }

    let version: SSHDVersion

    /// One string for each value the line adds.
    func values(_ keyword: SSHDKeyword, _ arguments: [String], rest: [UInt8]) throws(Bad) -> [String] {
        switch keyword.kind {
        case .rest:
            return [try command(keyword.name, String(decoding: rest, as: UTF8.self))]
        case .every:
            try several(arguments)
            if keyword.name.hasSuffix("users") {
                for argument in arguments { try checkPlace(argument) }
            }
            if keyword.name == "acceptenv", arguments.contains(where: { $0.contains("=") }) {
                throw Bad(message: "invalid environment name")
            }
            if keyword.name == "hostkey" || keyword.name == "hostcertificate" { return [try single(arguments)] }
            return arguments
        case .line:
            try several(arguments)
            return arguments.isEmpty ? [] : [arguments.joined(separator: " ")]
        case .setEnvironment: return try environment(arguments)
        case .publicKeyOptions: return [try publicKeyOptions(arguments)]
        case .channelTimeouts: return try channelTimeouts(arguments)
        case .impossible: throw Bad(message: "\(keyword.name) is not supported on this platform")
        case .ignored, .opaque, .include, .match:
            return [arguments.joined(separator: " ")]
        case .listenAddress:
            guard let first = arguments.first, !first.isEmpty else { throw Bad(message: "missing address") }
            try checkListener(first)
            if arguments.count == 3, arguments[1] == "rdomain" { return [first] }
            return [try single(arguments)]
        case .forwardingTargets: return [try targets(keyword.name, arguments)]
        case .authenticationMethods: return [try methods(arguments)]
        case .serviceClass: return [try serviceClass(arguments)]
        case .rekeyLimit: return try rekeyLimit(arguments)
        case .subsystem:
            guard arguments.first?.isEmpty == false else { throw Bad(message: "missing subsystem name") }
            // Whether there must be a command depends on whether the line counts.
            if arguments.count < 2 || arguments[1].isEmpty { return [arguments[0]] }
            let words = version >= SSHDVersion(9, 5) ? [arguments[0]] + arguments.dropFirst().map(quoted) : arguments
            return [words.joined(separator: " ")]
        default: return [try scalar(keyword.kind, try single(arguments))]
        }
    }

    private static let digests = ["MD5", "SHA1", "SHA256", "SHA384", "SHA512"]

    /// Any number of arguments; before 9.9 that includes none.
    func several(_ arguments: [String]) throws(Bad) {
        guard !arguments.contains(""), !arguments.isEmpty || version < SSHDVersion(9, 9) else {
            throw Bad(message: "missing argument")
        }
    }

    private func single(_ arguments: [String]) throws(Bad) -> String {
        guard arguments.count == 1 else {
            throw Bad(message: arguments.isEmpty ? "missing argument" : "extra arguments at end of line")
        }
        guard !arguments[0].isEmpty else { throw Bad(message: "missing argument") }
        return arguments[0]
    }

    private func scalar(_ kind: SSHDKind, _ text: String) throws(Bad) -> String {
        switch kind {
        case .flag:
            return try word(text, ["yes": "yes", "no": "no"])
        case .word(let words):
            return try word(text, words)
        case .userEnvironment:
            return text
        case .number(let least):
            return String(try number(text, atLeast: least))
        case .span(let none):
            if none, text.lowercased() == "none" { return "none" }
            guard let seconds = Self.seconds(text) else { throw Bad(message: "invalid time value") }
            return String(seconds)
        case .octal:
            guard let mode = Int(text, radix: 8), (0...0o777).contains(mode), text.first != "+" else {
                throw Bad(message: "bad mask")
            }
            return "0" + String(mode, radix: 8)
        case .digest:
            return try word(text, Dictionary(uniqueKeysWithValues: Self.digests.map { ($0.lowercased(), $0) }))
        case .port:
            guard let port = Int(text), (1...65535).contains(port) else { throw Bad(message: "badly formatted port") }
            return String(port)
        case .algorithms(let kind):
            guard SSHDAlgorithms.isValid(text, kind, version) else { throw Bad(message: "bad algorithms '\(text)'") }
            return text
        case .maxStartups: return try maxStartups(text)
        case .perSourceMaxStartups: return text == "none" ? text : String(try number(text, atLeast: 0))
        case .netBlockSize: return try blockSizes(text)
        default: return text
        }
    }

    private func word(_ text: String, _ words: [String: String]) throws(Bad) -> String {
        guard let canonical = words[text.lowercased()] else { throw Bad(message: "unsupported option \"\(text)\"") }
        return canonical
    }

    private func number(_ text: some StringProtocol, atLeast least: Int) throws(Bad) -> Int {
        guard let number = Int(text), (least...Int(Int32.max)).contains(number) else {
            throw Bad(message: "integer value expected")
        }
        return number
    }

    /// A span as sshd reads it, in seconds: digits with `s`, `m`, `h`, `d` or `w`, added up.
    static func seconds(_ text: String) -> Int? {
        guard !text.isEmpty else { return nil }
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604_800]
        var total = 0
        var rest = text[...]
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard !digits.isEmpty, let count = Int(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            var unit = 1
            if let letter = rest.first {
                guard let known = units[Character(letter.lowercased())] else { return nil }
                unit = known
                rest = rest.dropFirst()
            }
            let (span, overflow) = count.multipliedReportingOverflow(by: unit)
            guard !overflow, span <= Int(Int32.max), total + span <= Int(Int32.max) else { return nil }
            total += span
        }
        return total
    }

    private func maxStartups(_ text: String) throws(Bad) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        switch parts.count {
        case 3:
            guard let begin = parts[0], let rate = parts[1], let full = parts[2], begin <= full,
                (1...100).contains(rate),
                begin > 0
            else { throw Bad(message: "invalid MaxStartups") }
            return "\(begin):\(rate):\(full)"
        case 1:
            guard let begin = parts[0], begin > 0 else { throw Bad(message: "invalid MaxStartups") }
            // The rate stays what it was.
            return "\(begin)::\(begin)"
        default: throw Bad(message: "invalid MaxStartups")
        }
    }

    private func blockSizes(_ text: String) throws(Bad) -> String {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let four = parts[0], (0...32).contains(four) else {
            throw Bad(message: "invalid PerSourceNetBlockSize")
        }
        guard parts.count == 2 else { return "\(four):0" }
        guard let six = parts[1], (0...128).contains(six) else { throw Bad(message: "invalid PerSourceNetBlockSize") }
        return "\(four):\(six)"
    }
}
