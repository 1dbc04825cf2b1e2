import Catalog
import Documents
import Hardening
import Surface

/// What a configuration came to after includes and variables, and what was wrong with it.
struct Configuration: Sendable {
    var root: Setting
    var problems: [Problem]
    /// Every file that took part, the main one first.
    var files: [String]
    /// Where the content of each file stands in the whole, as JSON pointers.
    var places: [String: [String]] = [:]

    struct Problem: Sendable {
        let message: String
        let origin: Origin
    }
}

/// Reads `openclaw.json` as OpenClaw does: JSON5, `$include`, then `${NAME}`.
///
/// After "Configuration" of docs.openclaw.ai: includes nest at most 10 deep, are relative to the including file, stay
/// in the configuration's directory, and a list of them is merged from left to right under the keys beside it.
struct ConfigurationLoader {
    let surface: any Surface
    let variables: [String: String]
    /// The directories that includes must not leave: the configuration's own, and what `OPENCLAW_INCLUDE_ROOTS` adds.
    let directories: [String]
    private(set) var problems: [Configuration.Problem] = []
    private(set) var files: [String] = []
    private(set) var places: [String: [String]] = [:]
    private var count = 0
    private var bytes = 0

    init(surface: any Surface, directories: [String], variables: [String: String]) {
        self.surface = surface
        self.directories = directories
        self.variables = variables
    }

    private static let deepest = 10
    private static let mostFiles = 200
    /// In all files together; a large installation has some thousands.
    private static let mostValues = 20_000
    /// In all files together, so that nobody makes an audit long by what lies in their home.
    private static let mostBytes = 8 << 20

    mutating func load(_ path: String) async -> Configuration {
        let root = await file(path, at: "", below: [])
        return Configuration(root: root, problems: problems, files: files, places: places)
    }

    /// What a text that is no file of its own says; includes in it are not followed.
    func reading(_ bytes: [UInt8], from path: String) async -> Setting {
        var loader = Self(surface: surface, directories: [], variables: [:])
        do {
            let document = try JSONDocument(bytes)
            return await loader.setting(document.root, at: "", in: path, LineTable(bytes), below: [path])
        } catch {
            return loader.broken(.malformed(error.message), at: path)
        }
    }

    private mutating func file(_ path: String, at place: String, below chain: [String]) async -> Setting {
        guard !chain.contains(path) else {
            return broken(
                .malformed("the include \((chain + [path]).joined(separator: " → ")) goes in a circle"),
                at: path
            )
        }
        guard chain.count <= Self.deepest else {
            return broken(.tooLarge("includes nest deeper than \(Self.deepest)"), at: path)
        }
        guard files.count < Self.mostFiles else {
            return broken(.tooLarge("more than \(Self.mostFiles) files"), at: path)
        }
        guard bytes <= Self.mostBytes else { return broken(.tooLarge("the files before it are too large"), at: path) }
        switch await surface.file(path) {
        case .absent: return broken(.missing("\(path) does not exist"), at: chain.last ?? path)
        case .unreadable(let why): return broken(why, at: path)
        case .found(let content):
            files.append(path)
            places[path, default: []].append(place)
            bytes += content.bytes.count
            guard bytes <= Self.mostBytes else {
                return broken(.tooLarge("more than \(Self.mostBytes >> 20) MiB in all files"), at: path)
            }
            do {
                let document = try JSONDocument(content.bytes)
                let lines = LineTable(content.bytes)
                return await setting(document.root, at: place, in: path, lines, below: chain + [path])
            } catch {
                return broken(.malformed(error.message), at: path, line: error.position.line)
            }
        }
    }

    private mutating func broken(_ why: Unknown, at file: String, line: Int? = nil) -> Setting {
        let origin = Origin(file, line: line)
        problems.append(Configuration.Problem(message: why.why, origin: origin))
        return Setting(.unknown(why), origin: origin)
    }

    private mutating func setting(
        _ node: JSONNode,
        at place: String,
        in path: String,
        _ lines: LineTable,
        below chain: [String]
    ) async -> Setting {
        let origin = Origin(path, line: lines.line(at: node.range.lowerBound))
        count += 1
        guard count <= Self.mostValues else {
            let why = Unknown.tooLarge("more than \(Self.mostValues) values")
            guard count == Self.mostValues + 1 else { return Setting(.unknown(why), origin: origin) }
            return broken(why.saying("\(path): \(why)"), at: path, line: origin.line)
        }
        switch node.value {
        case .null: return Setting(.missing, origin: origin)
        case .flag(let flag): return Setting(.flag(flag), origin: origin)
        case .number(let number): return Setting(.number(number), origin: origin)
        case .string(let text): return substituted(text, origin: origin)
        case .array(let items):
            var settings: [Setting] = []
            for (index, item) in items.enumerated() {
                settings.append(await setting(item, at: "\(place)/\(index)", in: path, lines, below: chain))
            }
            return Setting(.list(settings), origin: origin)
        case .object(let members):
            var entries: [Setting.Entry] = []
            for member in members where member.key != "$include" {
                let inner = "\(place)/\(member.key.asPointerToken)"
                let value = await setting(member.value, at: inner, in: path, lines, below: chain)
                entries.append(Setting.Entry(key: member.key, value: value))
            }
            let own = Setting(.object(entries), origin: origin)
            guard let include = node["$include"] else { return own }
            let included = await included(include, at: place, in: path, lines, below: chain)
            guard entries.isEmpty || included.isObject || included.doubt != nil else {
                return broken(
                    .malformed("only an object can be included beside other keys"),
                    at: path,
                    line: origin.line
                )
            }
            return included.merged(with: own)
        }
    }

    private mutating func included(
        _ node: JSONNode,
        at place: String,
        in path: String,
        _ lines: LineTable,
        below chain: [String]
    ) async -> Setting {
        let line = lines.line(at: node.range.lowerBound)
        guard let targets = node.text.map({ [$0] }) ?? node.items?.compactMap(\.text),
            node.items.map({ $0.count == targets.count }) ?? true
        else {
            return broken(.malformed("$include wants a path or a list of paths"), at: path, line: line)
        }
        var result = Setting(.object([]))
        for target in targets {
            let absolute = Path.resolve(target, from: Path.parent(path))
            guard await staysInside(absolute) else {
                return broken(
                    .malformed("the include \(target) leaves \(directories.first ?? "its place")"),
                    at: path,
                    line: line
                )
            }
            result = result.merged(with: await file(absolute, at: place, below: chain))
        }
        return result
    }

    /// Whether a file is in an allowed directory, and no link leads it out.
    private func staysInside(_ path: String) async -> Bool {
        guard directories.contains(where: { Path.isInside(path, $0) }), let real = await withoutLinks(path) else {
            return false
        }
        for directory in directories {
            if let directory = await withoutLinks(directory), Path.isInside(real, directory) { return true }
        }
        return false
    }

    /// The path with every link on the way followed; nothing where there are too many.
    private func withoutLinks(_ path: String) async -> String? {
        var way = "/"
        var rest = path.split(separator: "/").map(String.init)[...]
        var links = 0
        while let name = rest.popFirst() {
            let next = Path.join(way, name)
            guard let target = await surface.link(next).content else {
                way = next
                continue
            }
            links += 1
            guard links <= Self.deepest else { return nil }
            rest = (Path.resolve(target, from: way).split(separator: "/").map(String.init) + rest)[...]
            way = "/"
        }
        return way
    }

    /// `${NAME}` in any string, for names of capitals, digits and underscores; `$${NAME}` stands for itself.
    private mutating func substituted(_ text: String, origin: Origin) -> Setting {
        guard text.contains("${") else { return Setting(.text(text), origin: origin) }
        var result = ""
        var rest = Substring(text)
        var isIndirect = false
        var supplier: String?
        while let start = rest.firstRange(of: "${") {
            let before = rest[..<start.lowerBound]
            let name = rest[start.upperBound...].prefix { $0.isASCII && ($0.isUppercase || $0.isNumber || $0 == "_") }
            let end = name.endIndex
            guard name.first?.isNumber == false, end < rest.endIndex, rest[end] == "}" else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                continue
            }
            let after = rest.index(after: end)
            if before.hasSuffix("$") {
                result += before.dropLast() + rest[start.lowerBound..<after]
            } else if let value = variables[String(name)], !value.isEmpty {
                result += before + value
                isIndirect = true
                if text == "${\(name)}" { supplier = String(name) }
            } else {
                // OpenClaw takes an empty one for none, and it keeps the files behind it from giving one.
                let isEmpty = variables[String(name)] != nil
                let why = Unknown.notStated(
                    "the variable \(name) is \(isEmpty ? "empty, and counts as none" : "set in no file that was read")"
                )
                return Setting(.unknown(why), origin: origin, isIndirect: true)
            }
            rest = rest[after...]
        }
        return Setting(.text(result + rest), origin: origin, isIndirect: isIndirect, supplier: supplier)
    }
}
