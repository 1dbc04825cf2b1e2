import Catalog
import Documents
import Hardening
import Surface

extension SecretsObserver {
    /// The files that a unit takes variables from, with its specifiers and patterns worked out. systemd.unit(5)
    ///
    /// - Returns: the files, and the values that cannot be worked out, with why.
    func variableFiles(ofUnit path: String, _ text: String) async -> (files: [String], obscure: [(String, Unknown)]) {
        var files: [String] = []
        var obscure: [(String, Unknown)] = []
        for value in UnitFile(text).values("EnvironmentFile", in: "Service") {
            let written = String(UnitFile.words(value).joined(separator: " ").drop { $0 == "-" })
            guard let pattern = await specified(written, unit: path), pattern.hasPrefix("/") else {
                let why = Unknown.notModeled("\(path) names it in a way that is not understood")
                obscure.append((written, why))
                continue
            }
            let found = await matching(pattern)
            files += found.files
            if let rest = found.rest { obscure.append((pattern, rest)) }
        }
        return (files, obscure)
    }

    private func specified(_ text: String, unit path: String) async -> String? {
        guard text.contains("%") else { return text }
        let parts = path.split(separator: "/").map(String.init)
        // A drop-in lies in a directory that is named after its unit.
        let directory = parts.dropLast().last ?? ""
        let unit = directory.hasSuffix(".d") ? String(directory.dropLast(2)) : parts.last ?? ""
        let stem = String(unit.prefix(upTo: unit.lastIndex(of: ".") ?? unit.endIndex))
        let home = path.firstRange(of: "/.config/systemd/").map { String(path[..<$0.lowerBound]) }
        let isOfAnyone = path.hasPrefix("/etc/systemd/user/")
        let account = await homeDirectories().content?.first { $0.path == home }
        let name = (await accounts.accountRecords().content ?? []).first {
            account.map { $0.uid } == Self.number($0[.uid])
        }?
        .name
        let halves = stem.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let meanings: [Character: String?] = [
            "%": "%", "n": unit, "N": stem, "p": halves[0],
            "i": halves.count > 1 && !halves[1].isEmpty ? halves[1] : nil,
            "h": isOfAnyone ? nil : home ?? "/root", "u": isOfAnyone ? nil : home == nil ? "root" : name,
            "E": isOfAnyone ? nil : home.map { "\($0)/.config" } ?? "/etc",
            "S": isOfAnyone ? nil : home.map { "\($0)/.local/state" } ?? "/var/lib",
            "C": isOfAnyone ? nil : home.map { "\($0)/.cache" } ?? "/var/cache",
            "t": isOfAnyone ? nil : account.map { "/run/user/\($0.uid)" } ?? (home == nil ? "/run" : nil),
        ]
        var result = ""
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            guard let letter = rest.popFirst(), let meaning = meanings[letter] ?? nil else { return nil }
            result += meaning
        }
        return result
    }

    private static func number(_ value: Value) -> Int? { if case .number(let number) = value { number } else { nil } }

    /// The files that a shell pattern stands for, level by level, and why there may be more.
    func matching(_ pattern: String) async -> (files: [String], rest: Unknown?) {
        var found = [""]
        var rest: Unknown?
        for part in pattern.split(separator: "/") {
            var next: [String] = []
            let few = found.bounded("names", in: pattern)
            rest = rest ?? few.rest
            for base in few.first {
                guard part.contains(where: { "*?[".contains($0) }) else {
                    next.append("\(base)/\(part)")
                    continue
                }
                let glob = Glob(String(part))
                let names = await listing(base.isEmpty ? "/" : base)
                if let why = names.hindrance, await isDirectory(base.isEmpty ? "/" : base) { rest = rest ?? why }
                next += (names.content ?? []).filter { glob.matches($0) && ($0.hasPrefix(".") == part.hasPrefix(".")) }
                    .map { "\(base)/\($0)" }
            }
            found = next
        }
        let few = found.bounded("files", in: pattern)
        return (Array(few.first), rest ?? few.rest)
    }

    /// Whether it is one, or nobody lets us see that it is none.
    func isDirectory(_ path: String) async -> Bool {
        await surface.status(path).content.map { $0.kind == .directory } ?? true
    }

    /// Files below a directory, as far down as people sort settings, and why there may be more.
    func tree(_ directory: String, depth: Int = 3) async -> Reading<FileTree> {
        let names: [String]
        switch await listing(directory) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): names = found
        }
        let few = names.bounded("names", in: directory)
        var tree = FileTree(rest: few.rest)
        for name in few.first {
            let path = Path.join(directory, name)
            guard case .found(let status) = await surface.status(path), status.kind == .directory else {
                tree.files.append(path)
                continue
            }
            // A link to a directory may lead back up.
            guard depth > 1, !status.isLink else { continue }
            switch await self.tree(path, depth: depth - 1) {
            case .absent: continue
            case .unreadable(let why): tree.rest = tree.rest ?? why
            case .found(let inner):
                tree.files += inner.files
                tree.rest = tree.rest ?? inner.rest
            }
        }
        return .found(tree)
    }
}

/// Files below a directory.
struct FileTree: Sendable {
    var files: [String] = []
    /// Why there may be more.
    var rest: Unknown?
}
