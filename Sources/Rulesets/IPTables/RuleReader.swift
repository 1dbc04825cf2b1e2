/// Reads the words of one rule into matches and an action, as iptables-save writes them and as people type them.
///
/// Total: a word it does not know makes a match that could not be determined, never an error. The words are taken in the
/// order of `do_parse` of iptables, which knows at each of them the options of what was loaded before it.
struct RuleReader {
    private var words: ArraySlice<Word>
    private let family: AddressFamily
    private let chains: Set<String>
    private var matches: [Match] = []
    private var comment: String?
    /// The match extensions so far, in the order in which they were loaded.
    private var extensions: [ExtensionOptions] = []
    /// The match that the protocol brings with it, until one of its options is met.
    private var implied: String?
    private var target: (name: String, isGoto: Bool, options: [String])?
    /// Options of the rule itself, of which iptables takes each once.
    private var given: Set<String> = []

    init(_ words: ArraySlice<Word>, family: AddressFamily, chains: Set<String>) {
        // Blanks beside each other, and tabs: whoever writes by hand lines things up.
        self.words =
            words.flatMap { word -> [Word] in
                guard !word.isQuoted else { return [word] }
                return word.text.split { $0 == " " || $0 == "\t" }.map { Word(String($0)) }
            }[...]
        self.family = family
        self.chains = chains
    }

    mutating func rule(source: String, line: Int) -> Rule {
        var isNegated = false
        while let word = words.popFirst() {
            if word == Word("!") {
                isNegated = true
                continue
            }
            read(word, isNegated: isNegated)
            isNegated = false
        }
        matches += extensions.flatMap { $0.matches(family: family) }
        let (action, changes) = outcome
        return Rule(matches: matches, changes: changes, action: action, comment: comment, source: source, line: line)
    }

    private mutating func read(_ word: Word, isNegated: Bool) {
        var option = word.text
        // `--dport=22`, as getopt_long(3) takes it.
        if !word.isQuoted, option.hasPrefix("--"), let equals = option.firstIndex(of: "=") {
            words = [Word(String(option[option.index(after: equals)...]), isQuoted: true)] + words
            option = String(option[..<equals])
        }
        switch owner(of: option) {
        case .rule(let name): base(name, isNegated)
        case .match(let index, let name):
            if extensions[index].name == "comment" {
                comment = take()
            } else {
                extensions[index].options.append(.init(name, isNegated: isNegated, values: takeValues()))
            }
        case .target(let name):
            let values = takeValues()
            target?.options += [name] + values
        case .nobody:
            var stray = ExtensionOptions(name: "")
            stray.options = [.init(option, isNegated: isNegated, values: takeValues())]
            extensions.append(stray)
        }
    }

    private mutating func base(_ name: String, _ isNegated: Bool) {
        let isOnce = name != "-m" && name != "-c"
        if isOnce, !given.insert(name == "-g" ? "-j" : name).inserted { add(.other("\(name) more than once"), false) }
        switch name {
        case "-i": add(.inputInterface([interface()]), isNegated)
        case "-o": add(.outputInterface([interface()]), isNegated)
        case "-s": add(TypedAddresses.test(take(), Test.source), isNegated)
        case "-d": add(TypedAddresses.test(take(), Test.destination), isNegated)
        case "-p": transport(isNegated)
        case "-f": add(.either([]), isNegated)
        case "-m":
            let name = MatchOptions.canonical(take())
            extensions.append(ExtensionOptions(name: name))
            if name == implied { implied = nil }
        case "-j", "-g": target = (take(), name == "-g", [])
        case "-c": _ = (take(), take())
        // The other family's rules are left out before; this says that it is one of its own.
        case "-4", "-6": break
        default: add(.other(([name] + takeValues()).joined(separator: " ")), isNegated)
        }
    }

    private mutating func add(_ test: Test, _ isNegated: Bool) { matches.append(Match(test, isNegated: isNegated)) }

    private mutating func take() -> String { words.popFirst()?.text ?? "" }

    /// The words up to the next option.
    private mutating func takeValues() -> [String] {
        var values: [String] = []
        while let next = words.first, next.isQuoted || (next.text != "!" && !next.text.hasPrefix("-")) {
            values.append(next.text)
            words.removeFirst()
        }
        return values
    }

    private mutating func interface() -> InterfaceName {
        let name = take()
        return name.hasSuffix("+") ? InterfaceName(String(name.dropLast()), isPrefix: true) : InterfaceName(name)
    }

    private mutating func transport(_ isNegated: Bool) {
        let name = take().lowercased()
        // `ip` is the number 0 to everybody, and that is every protocol to iptables.
        guard let number = name == "ip" ? 0 : TransportNames.number(name) else {
            return add(.other("-p \(name)"), isNegated)
        }
        add(number == 0 ? .always : .transport([number...number]), isNegated)
        let match = MatchOptions.match(ofTransport: number, named: name, family)
        implied = match.flatMap { match in extensions.contains { $0.name == match } ? nil : match }
    }

    private var outcome: (Action, [Change]) {
        guard let target else { return (.proceed, []) }
        if chains.contains(target.name) { return (target.isGoto ? .goto(target.name) : .jump(target.name), []) }
        return (
            TargetNames.action(target.name, target.options), TargetNames.changes(target.name, target.options)
        )
    }
}

extension RuleReader {
    /// Whose an option is, and what it is called in full.
    private enum Owner {
        case rule(String)
        case match(Int, String)
        case target(String)
        case nobody
    }

    private mutating func owner(of option: String) -> Owner {
        if let name = BaseOptions.short[option] { return .rule(name) }
        if let found = known(option) { return found }
        // Only where nothing else knows it does iptables load what goes with the protocol.
        if let match = implied, let name = MatchOptions.resolve(option, of: match) {
            implied = nil
            extensions.append(ExtensionOptions(name: match))
            return .match(extensions.count - 1, name)
        }
        if let target, !chains.contains(target.name) { return .target(option) }
        if let last = extensions.indices.last, MatchOptions.names[extensions[last].name] == nil {
            return .match(last, option)
        }
        return .nobody
    }

    /// The owner by the whole word, the last loaded before the others; else by a beginning that fits one option alone.
    private func known(_ option: String) -> Owner? {
        for index in extensions.indices.reversed() {
            if let name = MatchOptions.names[extensions[index].name]?[option] { return .match(index, name) }
        }
        let ofTarget = target.flatMap { TargetNames.options[$0.name] } ?? []
        if ofTarget.contains(option) { return .target(option) }
        if let name = BaseOptions.long[option] { return .rule(name) }
        // What an extension that is not known calls its options may begin alike.
        let areKnown =
            extensions.allSatisfy { MatchOptions.names[$0.name] != nil || $0.name.isEmpty }
            && (target.map { chains.contains($0.name) || TargetNames.options[$0.name] != nil } ?? true)
        guard areKnown, option.hasPrefix("--"), option.count > 2 else { return nil }
        var found: [String: Owner] = [:]
        for index in extensions.indices {
            for (long, name) in MatchOptions.names[extensions[index].name] ?? [:] where long.hasPrefix(option) {
                found["match \(index) \(name)"] = .match(index, name)
            }
        }
        for long in ofTarget where long.hasPrefix(option) { found["target \(long)"] = .target(long) }
        for (long, name) in BaseOptions.long where long.hasPrefix(option) { found["rule \(name)"] = .rule(name) }
        return found.count == 1 ? found.first?.value : nil
    }
}
