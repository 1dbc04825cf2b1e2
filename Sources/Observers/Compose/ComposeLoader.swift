import Catalog
import Documents
import Hardening
import Surface

/// What puts a project's services together as compose does: its files one over the other, with what they include and
/// extend and with the variables beside them.
struct ComposeLoader {
    let surface: any Surface
    private(set) var services: [ComposeService] = []
    /// Files that could not be read, each with why.
    private(set) var errors: [(file: String, why: Unknown, line: Int?)] = []
    private let first: String
    /// Whether containers of OpenClaw were made from the files, so that nothing of them may go unsaid.
    private let isMade: Bool
    private var seen = 0
    private var definitions: [String: YAMLNode] = [:]

    init(_ surface: any Surface, files: [String], isMade: Bool = false) async {
        self.surface = surface
        self.isMade = isMade
        first = files.first ?? ""
        let directory = Path.parent(first)
        let variables = await Variables(surface, Path.join(directory, ".env"), [:])
        await load(files, directory, variables, isIncluded: false)
        services = services.map { $0.settled.among(definitions.mapValues(\.settled)) }
    }

    /// What variables stand for, and why that is not known for sure.
    struct Variables {
        var values: [String: String]
        var doubt: Unknown?

        init(_ surface: any Surface, _ path: String, _ outer: [String: String]) async {
            values = outer
            switch await surface.text(path) {
            case .absent: return
            case .unreadable(let why): doubt = why.saying("\(path): \(why)")
            case .found(let text):
                let read = ComposeVariables(text) { ComposeReader.resolved($0, $1).replacing("$$", with: "$") }
                doubt = read.refusal.map { .malformed("\(path): \($0)") }
                // What was said further out counts.
                values.merge(read.values) { outer, _ in outer }
            }
        }
    }

    private mutating func document(_ path: String) async -> YAMLDocument? {
        seen += 1
        guard seen <= 64 else {
            errors.append((path, .tooLarge("more than 64 files are read for one project"), nil))
            return nil
        }
        switch await surface.text(path) {
        case .absent: return nil
        case .unreadable(let why):
            errors.append((path, why, nil))
            return nil
        case .found(let text):
            do throws(SyntaxError) { return try YAMLDocument(text) } catch {
                if isMade || (path + text).lowercased().contains("claw") {
                    errors.append((path, .malformed("\(error)"), error.position.line))
                }
                return nil
            }
        }
    }

    private mutating func load(
        _ files: [String],
        _ directory: String,
        _ variables: Variables,
        isIncluded: Bool,
        depth: Int = 0
    ) async {
        for path in files {
            guard let document = await document(path) else { continue }
            for entry in document.root["include"]?.items ?? [] {
                await include(entry.interpolated(variables.values), in: path, directory, variables, depth)
            }
            for key in ["volumes", "secrets", "configs"] {
                guard let more = document.root[key]?.interpolated(variables.values) else { continue }
                definitions[key] = definitions[key]?.overlaid(by: more, replacing: []) ?? more
            }
            for entry in document.root["services"]?.entries ?? [] {
                var service = await service(entry.key, in: document, path, directory, variables, depth: 0)
                service.isIncluded = isIncluded
                service.doubt = service.doubt ?? variables.doubt
                if let index = services.firstIndex(where: { $0.name == service.name }) {
                    services[index] = services[index].overlaid(by: service)
                } else {
                    services.append(service)
                }
            }
        }
    }

    private mutating func include(
        _ entry: YAMLNode,
        in file: String,
        _ directory: String,
        _ variables: Variables,
        _ depth: Int
    ) async {
        func texts(_ node: YAMLNode?) -> [String] {
            node?.items?.compactMap { $0.text ?? $0["path"]?.text } ?? [node?.text].compactMap { $0 }
        }
        let named = entry.text.map { [$0] } ?? texts(entry["path"])
        var paths: [String] = []
        for name in named {
            guard depth < 8, let path = await place(name, in: file, directory) else {
                errors.append((file, .failed("what it includes as \(name) cannot be read here"), entry.line))
                return
            }
            paths.append(path)
        }
        guard let first = paths.first else { return }
        let inner = entry["project_directory"]?.text.map { Path.resolve($0, from: directory) } ?? Path.parent(first)
        let given = texts(entry["env_file"]).map { Path.resolve($0, from: directory) }
        var own = variables
        for path in given.isEmpty ? [Path.join(inner, ".env")] : given {
            let doubt = own.doubt
            own = await Variables(surface, path, own.values)
            own.doubt = doubt ?? own.doubt
        }
        await load(paths, inner, own, isIncluded: true, depth: depth + 1)
    }

    /// Where a file lies that another one names; nil where it is not on this server, or nobody knows which it is.
    private func place(_ name: String, in file: String, _ directory: String) async -> String? {
        guard !name.isEmpty, !name.contains("$"), !name.contains("://"), !name.hasPrefix("oci:"),
            !name.hasPrefix("git@")
        else { return nil }
        for base in [directory, Path.parent(file)] {
            let path = Path.resolve(name, from: base)
            if case .absent = await surface.status(path) { continue }
            return path
        }
        return nil
    }

    /// A service with what it extends, here or in another file.
    private mutating func service(
        _ name: String,
        in document: YAMLDocument,
        _ file: String,
        _ directory: String,
        _ variables: Variables,
        depth: Int
    ) async -> ComposeService {
        let node = document.root["services"]?[name] ?? document.root
        var own = ComposeService(file: first, name: name, written: node, from: file, variables: variables.values)
        own.directories = [directory]
        guard let extends = node["extends"]?.interpolated(variables.values) else { return own }
        guard let base = extends["service"]?.text ?? extends.text, depth < 16 else {
            return own.doubted(.notStated("what it extends could not be determined"))
        }
        guard let other = extends["file"] else {
            guard document.root["services"]?[base] != nil else {
                return own.doubted(.missing("it extends \(base), which is not there"))
            }
            return await service(base, in: document, file, directory, variables, depth: depth + 1)
                .settled.overlaid(by: own)
        }
        guard let path = await place(other.text ?? "", in: file, directory), let foreign = await self.document(path),
            foreign.root["services"]?[base] != nil
        else {
            return own.doubted(
                .failed("it extends \(base) of \(other.text ?? "another file"), which cannot be read here")
            )
        }
        return await service(base, in: foreign, path, Path.parent(path), variables, depth: depth + 1)
            .settled.overlaid(by: own)
    }
}
