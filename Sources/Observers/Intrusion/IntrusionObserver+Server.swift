import Catalog
import Documents
import Hardening
import Surface

extension IntrusionObserver {
    /// Where the server listens, unless its files say otherwise.
    private static var usualSocket: String { "/run/fail2ban/fail2ban.sock" }

    /// Names of the jails of the running server; absent where none listens.
    func banServer() async -> Reading<[String]> {
        await cache.value {
            switch await ask(["status"]) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let answer):
                let pairs = (answer.items ?? []).compactMap(\.items)
                guard let list = pairs.first(where: { $0.first?.text == "Jail list" })?.last?.text else {
                    return .unreadable(.malformed("fail2ban's status names no jails"))
                }
                return .found(list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init))
            }
        }
    }

    private func banSocket() async -> String {
        await cache.value {
            var files = BanFiles(surface)
            let configuration = try? await files.configuration("fail2ban")
            return configuration?.value("socket", in: "Definition") ?? Self.usualSocket
        }
    }

    /// One request of fail2ban's protocol: a pickled list of words, and a pickled `(status, value)` back.
    ///
    /// fail2ban writes what it refuses into its log as an error, so nothing is asked that a server might not have.
    private func ask(_ words: [String]) async -> Reading<Pickle> {
        guard surface.isLive else { return .unreadable(.needsRunningSystem("needs a running fail2ban")) }
        let marker = Array("<F2B_END_COMMAND>".utf8)
        let what = words.joined(separator: " ")
        switch await surface.exchange(Pickle.request(words) + marker, socket: await banSocket(), until: marker) {
        case .absent: return .absent
        case .unreadable(let why):
            // A socket file that nobody listens on is what a server leaves that died.
            return why.cause == .notRunning ? .absent : .unreadable(why)
        case .found(let bytes):
            do {
                let isWhole = bytes.suffix(marker.count).elementsEqual(marker)
                let answer = try Pickle(isWhole ? Array(bytes.dropLast(marker.count)) : bytes)
                guard let parts = answer.items, parts.count == 2 else {
                    return .unreadable(.malformed("fail2ban's answer to \(what) is not a pair"))
                }
                guard parts[0].number == 0 else { return .unreadable(.failed("fail2ban refused \(what)")) }
                return .found(parts[1])
            } catch {
                return .unreadable(.failed("fail2ban's answer to \(what): \(error)"))
            }
        }
    }

    /// A jail's settings as the server holds them.
    func servedJail(_ name: String) async throws(Unknown) -> Jail? {
        var answers: [String: Pickle] = [:]
        for word in [
            "maxretry", "findtime", "bantime", "bantime.increment", "journalmatch", "logpath", "prefregex", "failregex",
            "ignoreip", "actions", "ignorecommand",
        ] {
            switch await ask(["get", name, word]) {
            case .found(let answer): answers[word] = answer
            case .absent: throw Unknown.notRunning("fail2ban stopped answering")
            case .unreadable(let why):
                // Versions before 0.11 know nothing of bans that grow.
                guard word == "bantime.increment" else { throw why }
            }
        }
        func number(_ word: String) -> Value {
            answers[word]?.number.map { .number($0) } ?? .unknown(.malformed("fail2ban's \(word) is not a number"))
        }
        func texts(_ word: String) -> [String] { (answers[word]?.items ?? []).compactMap(\.text) }
        var actions: [BanAction] = []
        for action in texts("actions") {
            guard let found = try await servedAction(action, of: name) else {
                throw Unknown.notRunning("fail2ban stopped answering")
            }
            actions.append(found)
        }
        let growth: BanGrowth
        if answers["bantime.increment"] == .flag(true) {
            guard let found = try await servedGrowth(name) else {
                throw Unknown.notRunning("fail2ban stopped answering")
            }
            growth = found
        } else {
            growth = BanGrowth()
        }
        let matches = (answers["journalmatch"]?.items ?? []).map { ($0.items ?? []).compactMap(\.text) }
        let paths = texts("logpath")
        return Jail(
            name: name,
            maxRetry: number("maxretry"),
            findTime: number("findtime"),
            banTime: number("bantime"),
            banTimeGrows: growth.value(from: answers["bantime"]?.number),
            // fail2ban starts no jail that reads files and has none.
            log: paths.isEmpty ? .journal(matches) : .files(paths),
            prefix: answers["prefregex"]?.text.flatMap { $0.isEmpty ? nil : $0 },
            failures: texts("failregex"),
            actions: actions,
            // The server takes a range for an address where it says what it ignores, if the range is all there is.
            ignored: texts("ignoreip").map { ["0.0.0.0": "0.0.0.0/0", "::": "::/0"][$0] ?? $0 },
            ignoreCommand: answers["ignorecommand"]?.text
        )
    }

    private func servedGrowth(_ name: String) async throws(Unknown) -> BanGrowth? {
        var growth = BanGrowth(isOn: true)
        for word in ["multipliers", "maxtime", "factor", "formula"] {
            guard let answer = try await ask(["get", name, "bantime." + word]).get() else { return nil }
            switch word {
            case "multipliers": growth.multipliers = answer.text
            case "maxtime": growth.longest = answer.number
            case "factor": growth.factor = answer.text
            default: growth.formula = answer.text
            }
        }
        return growth
    }

    private func servedAction(_ action: String, of jail: String) async throws(Unknown) -> BanAction? {
        guard let answer = try await ask(["get", jail, "actionproperties", action]).get() else { return nil }
        let properties = (answer.items ?? []).compactMap(\.text)
        var commands: [String] = []
        for property in ["actionstart", "actionban"] {
            // An action written in Python has no commands.
            guard properties.contains(property) else {
                commands.append("")
                continue
            }
            guard let answer = try await ask(["get", jail, "action", action, property]).get() else { return nil }
            commands.append(answer.text ?? "")
        }
        // What differs by the family of the address is put in when somebody is banned.
        for tag in ["blocktype", "protocol"] where properties.contains(tag) {
            guard commands.contains(where: { $0.contains("<\(tag)>") }) else { continue }
            guard let answer = try await ask(["get", jail, "action", action, tag]).get() else { return nil }
            guard let text = answer.text else { continue }
            commands = commands.map { $0.replacing("<\(tag)>", with: text) }
        }
        return BanAction(name: action, start: commands[0], ban: commands[1])
    }
}
