import Catalog
import Documents
import Surface

extension TrustObserver {
    /// The scripts that root's entries of cron run.
    func placesOfCron() async -> (places: [TrustedPlace], doubt: Unknown?) {
        var tables: [(path: String, hasAccount: Bool)] = [
            ("/etc/crontab", true), ("/etc/anacrontab", false), ("/var/spool/cron/crontabs/root", false),
        ]
        for name in await listing("/etc/cron.d").content ?? [] where TrustedPlace.isJob(name) {
            tables.append(("/etc/cron.d/\(name)", true))
        }
        var places: [TrustedPlace] = []
        var doubt: Unknown?
        let few = tables.bounded("tables", in: "/etc/cron.d")
        doubt = few.rest
        for table in few.first {
            switch await surface.text(table.path, limit: 256 << 10) {
            case .absent: continue
            case .unreadable(let why): doubt = doubt ?? why
            case .found(let text):
                for (_, line) in TextLines(text) {
                    guard let command = Self.command(String(line), table.hasAccount) else { continue }
                    places += NamedPrograms.paths(inScript: command).map { TrustedPlace(reader: .services, path: $0) }
                }
            }
        }
        return (places, doubt)
    }

    /// What an entry has root run; nothing for other accounts, comments and variables. crontab(5)
    static func command(_ line: String, _ hasAccount: Bool) -> String? {
        let line = line.drop(while: \.isWhitespace)
        guard let first = line.first, first != "#" else { return nil }
        let isNamed = first == "@"
        guard isNamed || first.isNumber || first == "*" else { return nil }
        var words = line.split(maxSplits: (isNamed ? 1 : 5) + (hasAccount ? 1 : 0), whereSeparator: \.isWhitespace)
        guard words.count == (isNamed ? 2 : 6) + (hasAccount ? 1 : 0) else { return nil }
        let command = String(words.removeLast())
        if hasAccount, words.last.map({ $0 != "root" && $0 != "0" }) ?? true { return nil }
        return command
    }

    /// The programs that apt's hooks run, and keys that sources name.
    func placesOfApt() async -> (places: [TrustedPlace], doubt: Unknown?) {
        var places: [TrustedPlace] = []
        var doubt: Unknown?
        switch await updates.aptConfiguration() {
        case .absent: break
        case .unreadable(let why): doubt = why
        case .found(let configuration):
            for entry in configuration.entries {
                let name = entry.name.lowercased()
                guard name.contains("invoke") || name.contains("pre-install-pkgs") else { continue }
                places += NamedPrograms.paths(inScript: entry.value).map { TrustedPlace(reader: .apt, path: $0) }
            }
        }
        let directory = "/etc/apt/sources.list.d"
        let few = (await listing(directory).content ?? []).bounded("files", in: directory)
        doubt = doubt ?? few.rest
        for path in ["/etc/apt/sources.list"] + few.first.map({ Path.join(directory, $0) })
        where !path.hasSuffix(".gpg") {
            guard let text = await surface.text(path, limit: 256 << 10).content else { continue }
            places += Self.keys(in: text).map { TrustedPlace(reader: .apt, path: $0) }
        }
        return (places, doubt)
    }

    /// `[signed-by=PATH]` of one line, `Signed-By: PATH` of a stanza. sources.list(5)
    private static func keys(in sources: String) -> [String] {
        var found: [String] = []
        for line in sources.split(separator: "\n") where !line.hasPrefix("#") && line.lowercased().contains("signed-by")
        {
            let words = line.split { $0.isWhitespace || "[]=:,".contains($0) }.map(String.init)
            found += words.drop { $0.lowercased() != "signed-by" }.dropFirst().prefix { $0.hasPrefix("/") }
        }
        return found
    }

    /// What sudoers include, and the programs and files that PAM's lines name by whole paths.
    func placesOfLogins() async -> (places: [TrustedPlace], doubt: Unknown?) {
        var places: [TrustedPlace] = []
        var doubt: Unknown?
        var waiting = ["/etc/sudoers"]
        var seen: Set<ByteName> = []
        while let path = waiting.popLast() {
            guard seen.count < 512 else {
                doubt = doubt ?? .tooLarge("sudoers include more than \(seen.count) files: the rest was not looked at")
                break
            }
            guard seen.insert(ByteName(path)).inserted else { continue }
            places.append(TrustedPlace(reader: .logins, path: path))
            switch await surface.text(path, limit: 256 << 10) {
            case .absent: continue
            case .unreadable(let why): doubt = doubt ?? why
            case .found(let text):
                for item in Sudoers(text).items {
                    switch item {
                    case .include(let target): waiting.append(Path.resolve(target, from: Path.parent(path)))
                    case .includeDirectory(let target):
                        let directory = Path.resolve(target, from: Path.parent(path))
                        places += .trees(.logins, directory) { !$0.contains(".") && !$0.hasSuffix("~") }
                    case .rule, .setting, .aliases: continue
                    }
                }
            }
        }
        let services = (await listing("/etc/pam.d").content ?? []).bounded("files", in: "/etc/pam.d")
        doubt = doubt ?? services.rest
        for name in services.first {
            guard let text = await surface.text("/etc/pam.d/\(name)").content else { continue }
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                let words = line.split(whereSeparator: \.isWhitespace).dropFirst(2)
                places += words.map { $0.split(separator: "=").last ?? $0 }.filter { $0.hasPrefix("/") }.map {
                    TrustedPlace(reader: .logins, path: String($0))
                }
            }
        }
        return (places, doubt)
    }
}
