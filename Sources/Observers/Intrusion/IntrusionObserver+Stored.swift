import Catalog
import Documents
import Hardening
import Surface

extension IntrusionObserver {
    /// The jails a server would start from its files; absent where there is no configuration.
    func storedJails() async -> Reading<[Jail]> {
        await cache.value {
            do throws(BanFiles.Failure) {
                return try await readStoredJails().map { .found($0) } ?? .absent
            } catch {
                return .unreadable(error.why)
            }
        }
    }

    private func readStoredJails() async throws(BanFiles.Failure) -> [Jail]? {
        var files = BanFiles(surface)
        guard var configuration = try await files.configuration("jail") else { return nil }
        configuration.set("fail2ban_confpath", BanFiles.directory, in: "DEFAULT")
        configuration.set("fail2ban_version", "", in: "DEFAULT")
        var jails: [Jail] = []
        for name in configuration.sections
        where JailConfiguration.isTrue(configuration.value("enabled", in: name)) {
            guard jails.count < 256 else { throw BanFiles.Failure(why: .tooLarge("more than 256 jails are enabled")) }
            if let jail = try await Self.storedJail(name, configuration, &files) { jails.append(jail) }
        }
        return jails
    }

    /// A jail as fail2ban would make it; none where fail2ban would skip it, for a filter or an action it cannot read.
    private static func storedJail(
        _ name: String,
        _ shared: JailConfiguration,
        _ files: inout BanFiles
    ) async throws(BanFiles.Failure) -> Jail? {
        var configuration = shared
        let backend = configuration.value("backend", in: name) ?? "auto"
        var filter: BanDefinition?
        if let call = configuration.value("filter", in: name), !call.isEmpty {
            guard let call = BanCall(call), let file = try await files.configuration("filter.d/" + call.name) else {
                return nil
            }
            let logtype = backend.hasPrefix("systemd") ? "journal" : "file"
            let defaults = file.names(in: "Definition").contains("logtype") ? [:] : ["logtype": logtype]
            let definition = BanDefinition(
                file,
                call: defaults.merging(call.options) { $1 },
                jail: ["enabled": "True", "backend": backend, "filter": configuration.value("filter", in: name) ?? ""]
            )
            for option in ["journalmatch", "prefregex", "maxlines", "datepattern"] {
                if let value = definition.value(option) { configuration.set("known/" + option, value, in: name) }
            }
            filter = definition
        }
        guard let calls = BanCall.list(configuration.value("action", in: name) ?? "") else { return nil }
        var actions: [BanAction] = []
        for call in calls {
            guard let action = try await storedAction(call, name, configuration, &files) else { return nil }
            actions.append(action)
        }
        return jail(name, configuration, backend, filter, actions)
    }

    private static func storedAction(
        _ call: BanCall,
        _ jail: String,
        _ configuration: JailConfiguration,
        _ files: inout BanFiles
    ) async throws(BanFiles.Failure) -> BanAction? {
        if call.name.hasSuffix(".py") {
            return BanAction(name: call.options["actname"] ?? String(call.name.dropLast(3)), start: "", ban: "")
        }
        guard let (name, action) = try await actionDefinition(call, jail, configuration, &files) else { return nil }
        var commands = ["actionstart", "actionban"].map { action.value($0) ?? "" }
        // What differs by the family of the address is put in when somebody is banned.
        for tag in ["blocktype", "protocol"] {
            guard let text = action.value(tag) else { continue }
            commands = commands.map { $0.replacing("<\(tag)>", with: text) }
        }
        return BanAction(name: name, start: commands[0], ban: commands[1])
    }

    /// An action with the name it gets in the jail; none where there is no such action.
    static func actionDefinition(
        _ call: BanCall,
        _ jail: String,
        _ configuration: JailConfiguration,
        _ files: inout BanFiles
    ) async throws(BanFiles.Failure) -> (name: String, BanDefinition)? {
        guard let file = try await files.configuration("action.d/" + call.name) else { return nil }
        var options = call.options
        let name = options["name"] ?? jail
        // A second action of the same kind gets a name of its own.
        let ending = name == jail ? "" : name.hasPrefix(jail) ? String(name.dropFirst(jail.count)) : "-" + name
        let label = options["actname"] ?? call.name + ending
        (options["name"], options["actname"]) = (name, label)
        var given: [String: String] = [:]
        for option in jailOptions { given[option] = configuration.value(option, in: jail) }
        let definition = BanDefinition(
            file,
            call: options,
            jail: given,
            untouched: ["matches", "ipmatches", "ipjailmatches", "timeout", "bantime"]
        )
        return (label, definition)
    }

    /// Options of a jail that its actions see.
    private static var jailOptions: [String] {
        [
            "enabled", "backend", "maxretry", "maxmatches", "findtime", "bantime", "ignorecommand", "ignoreself",
            "ignoreip", "ignorecache", "filter", "logtimezone", "logencoding", "logpath", "action", "usedns",
            "maxlines", "datepattern", "journalmatch",
        ]
    }

    private static func jail(
        _ name: String,
        _ configuration: JailConfiguration,
        _ backend: String,
        _ filter: BanDefinition?,
        _ actions: [BanAction]
    ) -> Jail {
        func value(_ option: String) -> String? { configuration.value(option, in: name) }
        func seconds(_ option: String) -> Value {
            value(option).flatMap(BanDuration.seconds).map { .number($0) }
                ?? .unknown(.malformed("\(option) is not a duration"))
        }
        func words(_ text: String?) -> [String] {
            (text ?? "").split(whereSeparator: { $0.isWhitespace || $0 == "," }).map(String.init)
        }
        let log: Jail.Log
        if backend.hasPrefix("systemd") {
            // A jail's own match goes before the filter's, and beside what the filter was called with.
            let own = value("journalmatch")
            let called = own == nil || filter?.sets("journalmatch") == true ? filter?.value("journalmatch") : nil
            let lines = [called, own].compactMap { $0 }.flatMap { $0.split(separator: "\n") }
            log = .journal(
                lines.flatMap { line in
                    words(String(line)).split(separator: "+", omittingEmptySubsequences: false).map(Array.init)
                }
            )
        } else {
            log = .files(
                (value("logpath") ?? "").split(separator: "\n").compactMap { line in
                    // A path may have `head` or `tail` after it.
                    line.split(separator: " ").first.map(String.init)
                }
            )
        }
        let places: [(Field, String)] = [
            (.banMaxRetry, "maxretry"), (.banFindTime, "findtime"), (.banTime, "bantime"), (.jailReads, "backend"),
            (.banTimeGrows, "bantime.increment"), (.ignoredAddresses, "ignoreip"), (.wideIgnores, "ignoreip"),
            (.missingLogs, "logpath"), (.journalMatch, "journalmatch"), (.readsServerLines, "journalmatch"),
            (.readsRootsLinesOnly, "journalmatch"), (.matchOfCalledFilter, "filter"),
            (.banActions, "action"), (.portsLeftOpen, "port"), (.countsRefusedGuesses, "filter"),
        ]
        var origins: [Field: Origin] = [:]
        for (field, option) in places {
            guard let place = configuration.option(option, in: name), place.line > 0 else { continue }
            origins[field] = Origin(place.file, line: place.line)
        }
        return Jail(
            name: name,
            filter: value("filter").flatMap { BanCall($0)?.name },
            maxRetry: value("maxretry").flatMap { Int($0) }.map { .number($0) }
                ?? .unknown(.malformed("maxretry is not a number")),
            findTime: seconds("findtime"),
            banTime: seconds("bantime"),
            banTimeGrows: BanGrowth(
                isOn: JailConfiguration.isTrue(value("bantime.increment")),
                multipliers: value("bantime.multipliers"),
                factor: value("bantime.factor"),
                formula: value("bantime.formula"),
                longest: value("bantime.maxtime").flatMap(BanDuration.seconds)
            ).value(from: value("bantime").flatMap(BanDuration.seconds)),
            log: log,
            prefix: value("prefregex") ?? filter?.value("prefregex"),
            failures: filter?.value("failregex").map { $0.split(separator: "\n").map(String.init) },
            actions: actions,
            ignored: words(value("ignoreip")),
            ignoreCommand: value("ignorecommand"),
            calledMatch: filter?.sets("journalmatch") == true ? filter?.value("journalmatch") : nil,
            origins: origins
        )
    }
}
