/// Reads the words of one rule into matches and an action.
///
/// Total: a word it does not know makes a match that could not be determined, never an error.
struct RuleReader {
    private var words: ArraySlice<Word>
    private let family: AddressFamily
    private let chains: Set<String>
    private var matches: [Match] = []
    private var changes: [Change] = []
    private var action = Action.proceed
    private var comment: String?
    /// Options of the match extension that is being read.
    private var open = ExtensionOptions(name: "")

    init(_ words: ArraySlice<Word>, family: AddressFamily, chains: Set<String>) {
        self.words = words
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
            read(word.text, isNegated: isNegated)
            isNegated = false
        }
        close()
        return Rule(matches: matches, changes: changes, action: action, comment: comment, source: source, line: line)
    }

    private mutating func read(_ option: String, isNegated: Bool) {
        switch option {
        case "-i": add(.inputInterface([interface()]), isNegated)
        case "-o": add(.outputInterface([interface()]), isNegated)
        case "-s": add(addresses(take(), Test.source), isNegated)
        case "-d": add(addresses(take(), Test.destination), isNegated)
        case "-p": protocolNumber(isNegated)
        case "-m":
            close()
            open = ExtensionOptions(name: take())
        case "-j", "-g":
            close()
            target(take(), isGoto: option == "-g")
        case "-c": _ = (take(), take())
        case "--comment" where open.name == "comment": comment = take()
        default: open.options.append(.init(option, isNegated: isNegated, values: takeValues()))
        }
    }

    private mutating func close() {
        matches += open.matches(family: family)
        open = ExtensionOptions(name: "")
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

    private func addresses(_ text: String, _ test: ([AddressRange]) -> Test) -> Test {
        AddressRange(text).map { test([$0]) } ?? .other(text)
    }

    private mutating func protocolNumber(_ isNegated: Bool) {
        let name = take()
        if let number = TransportNames.number(name) {
            add(number == 0 ? .always : .transport([number...number]), isNegated)
        } else {
            add(.other("-p \(name)"), isNegated)
        }
    }

    private mutating func target(_ name: String, isGoto: Bool) {
        // What follows are the target's own options.
        let options = Array(words.map(\.text))
        words = []
        if chains.contains(name) {
            action = isGoto ? .goto(name) : .jump(name)
        } else {
            action = TargetNames.action(name, options)
            changes = TargetNames.changes(name, options)
        }
    }
}
