import Catalog
import Documents
import Surface

/// What a compose file has Docker read besides itself: files that it includes or extends, and what fills their variables.
struct ComposeReferences: Equatable {
    /// Compose files, as they are named.
    var files: [String] = []
    /// Files of variables, and directories that are looked in for one.
    var variables: [String] = []
    /// Why what is read could not be determined.
    var doubt: Unknown?

    init(_ document: YAMLDocument) {
        let include = document.root["include"]
        for entry in include?.items ?? [] {
            if let path = entry.text {
                add(file: path)
                continue
            }
            let paths = Self.texts(entry["path"])
            if paths.isEmpty { doubt = .malformed("an include names no file") }
            for path in paths { add(file: path) }
            for path in Self.texts(entry["env_file"]) { add(variables: path) }
            if let directory = entry["project_directory"]?.text {
                add(variables: directory.hasSuffix("/") ? directory + ".env" : directory + "/.env")
            }
        }
        if include != nil, include?.items == nil { doubt = .malformed("include is no list") }
        for service in document.root["services"]?.entries ?? [] {
            guard let file = service.value["extends"]?["file"] else { continue }
            if let path = file.text {
                add(file: path)
            } else {
                doubt = .malformed("the service \(service.key) extends no file by name")
            }
        }
    }

    private mutating func add(file path: String) {
        if let why = Self.doubt(path) { doubt = why } else { files.append(path) }
    }

    private mutating func add(variables path: String) {
        if let why = Self.doubt(path) { doubt = why } else { variables.append(path) }
    }

    /// A file that a variable names is whoever's; one from elsewhere is not this server's at all.
    private static func doubt(_ path: String) -> Unknown? {
        if path.contains("$") { return .notStated("\(path) is named by a variable") }
        if path.contains("://") || path.hasPrefix("git@") || path.hasPrefix("github.com/") || path.hasPrefix("oci:") {
            return .notStated("\(path) comes from another server")
        }
        return path.isEmpty ? .malformed("a file without a name is read") : nil
    }

    private static func texts(_ node: YAMLNode?) -> [String] {
        node?.items?.compactMap { $0.text ?? $0["path"]?.text } ?? [node?.text].compactMap { $0 }
    }
}

extension ComposeObserver {
    /// Everything that Docker reads where it is given these files, besides them.
    ///
    /// - Returns: the files, or why they could not be determined.
    func composeReferences(of files: [String], in directory: String) async -> Reading<[String]> {
        var found: [String] = []
        var waiting = files
        var seen: Set<ByteName> = []
        while let file = waiting.popLast() {
            guard seen.insert(ByteName(file)).inserted else { continue }
            guard seen.count <= 64 else { return .unreadable(.tooLarge("more than 64 files are included")) }
            let text: String
            switch await surface.text(file) {
            case .absent: continue
            case .unreadable(let why): return .unreadable(why)
            case .found(let read): text = read
            }
            let references: ComposeReferences
            do { references = ComposeReferences(try YAMLDocument(text)) } catch {
                return .unreadable(.failed("\(file): \(error)"))
            }
            if let doubt = references.doubt { return .unreadable(doubt.saying("\(file): \(doubt)")) }
            // What a relative path starts from differs by the kind of reference and by the version of compose.
            let bases = [Path.parent(file), directory]
            for base in bases {
                let next = references.files.map { Path.resolve($0, from: base) }
                waiting += next
                found += next + next.map { Path.join(Path.parent($0), ".env") }
                found += references.variables.map { Path.resolve($0, from: base) }
            }
        }
        var told: Set<String> = []
        return .found(found.filter { told.insert($0).inserted })
    }
}
