import Documents
import Hardening

/// What the files of a compose project say of one variable of a service and of the command line beside it.
struct ComposeVariableSearch {
    let name: String
    let value: String
    /// The services that it may be taken from.
    let members: [String]
    var sources = VariableSources()
    /// Variables of the project that it is filled in from.
    private(set) var asked: Set<String> = []
    /// Files of variables that any service names.
    private(set) var files: [(name: String, service: String)] = []
    private var roots: [(file: String, root: YAMLNode)] = []

    init(name: String, value: String, members: [String]) {
        (self.name, self.value, self.members) = (name, value, members)
    }

    /// Takes one of the project's files, before anything in it is filled in.
    mutating func look(at root: YAMLNode, of file: String) {
        roots.append((file, root))
        for service in root["services"]?.entries ?? [] {
            files += ComposeReader(service.value).variableFiles.map { ($0, service.key) }
            let extended = service.value["extends"]
            if members.contains(service.key), extended != nil {
                sources.block("the service \(service.key) of \(file) extends another one")
            }
            if let base = extended?["service"]?.text ?? extended?.text, members.contains(base) {
                sources.block("the service \(service.key) of \(file) extends \(base)")
            }
            guard members.contains(service.key) else { continue }
            for variable in ComposeReader(service.value).environment where variable.name == name {
                take(variable, of: service.key, file)
            }
        }
        if root["include"] != nil { sources.block("\(file) includes others, which may ask for it") }
    }

    /// Says what else asks for what it is filled in from, once all files were taken.
    mutating func lookForOthers() {
        for (file, root) in roots { for asked in asked.sorted() { visit(root, asked, file, []) } }
    }

    private mutating func take(_ variable: ComposeReader.Variable, of service: String, _ file: String) {
        let place = KeyVariable.Place(file, line: variable.line, .compose(service: service), as: name)
        guard let text = variable.value else {
            asked.insert(name)
            return sources.add(place)
        }
        guard text.replacing("$$", with: "").contains("$") else {
            // Another value is somebody else's.
            if text.replacing("$$", with: "$") == value { sources.add(place) }
            return
        }
        guard let (source, isOptional) = Self.source(text) else {
            return sources.block(
                "\(place.words) makes it of more than one variable, or has another value for want of it"
            )
        }
        asked.insert(source)
        // Filled in with nothing, upstream's own file stays as upstream has it.
        if !isOptional { sources.add(place) }
    }

    /// The variable that a text is filled in from, and whether it may be missing; none where the text is more than that.
    static func source(_ text: String) -> (name: String, isOptional: Bool)? {
        func isOfName(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || character == "_")
        }
        guard text.hasPrefix("$") else { return nil }
        let rest = text.dropFirst()
        guard rest.hasPrefix("{") else {
            return !rest.isEmpty && rest.allSatisfy(isOfName) ? (String(rest), false) : nil
        }
        guard rest.hasSuffix("}") else { return nil }
        let inner = rest.dropFirst().dropLast()
        let name = inner.prefix(while: isOfName)
        let operation = inner.dropFirst(name.count)
        guard !name.isEmpty, !operation.contains("$"), !operation.contains("}") else { return nil }
        if operation.isEmpty || operation.hasPrefix("?") || operation.hasPrefix(":?") { return (String(name), false) }
        return operation == "-" || operation == ":-" ? (String(name), true) : nil
    }

    /// Says where else a file asks for a variable of the project.
    private mutating func visit(_ node: YAMLNode, _ asked: String, _ file: String, _ place: [String]) {
        for entry in node.entries ?? [] { visit(entry.value, asked, file, place + [entry.key]) }
        for (index, item) in (node.items ?? []).enumerated() { visit(item, asked, file, place + ["\(index)"]) }
        let isOfService = place.count == 4 && place[0] == "services" && place[2] == "environment"
        let text = node.text ?? ""
        let isBare =
            isOfService && (node.items == nil && node.entries == nil)
            && (text == asked || text.isEmpty && place[3] == asked)
        guard text.asks(for: asked) || isBare else { return }
        let named = Int(place.last ?? "") == nil ? place.last : text.split(separator: "=").first.map(String.init)
        if isOfService, members.contains(place[1]), named == name { return }
        sources.block("\(file):\(node.line) asks for \(asked), too")
    }
}

extension ComposeReader {
    /// Files of variables that the service names.
    var variableFiles: [String] {
        let node = node["env_file"]
        return (node?.items ?? [node].compactMap { $0 }).compactMap { $0.text ?? $0["path"]?.text }
    }
}
