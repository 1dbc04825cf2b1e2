import Documents
import Hardening

/// A fail2ban server that answered.
struct BanServer: Sendable {
    let jails: [String]
}

extension Observer {
    private static var banSocket: String { "/run/fail2ban/fail2ban.sock" }

    /// The running server; absent where none listens.
    func banServer() async -> Reading<BanServer> {
        await memo.value("fail2ban") {
            switch await ask(["status"]) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let answer):
                let pairs = (answer.items ?? []).compactMap(\.items)
                guard let list = pairs.first(where: { $0.first?.text == "Jail list" })?.last?.text else {
                    return .unreadable("fail2ban's status names no jails")
                }
                let names = list.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map(String.init)
                return .found(BanServer(jails: names))
            }
        }
    }

    /// One request of fail2ban's protocol: a pickled list of words, and a pickled `(status, value)` back.
    private func ask(_ words: [String]) async -> Reading<Pickle> {
        guard surface.isLive else { return .unreadable("needs a running fail2ban") }
        let marker = Array("<F2B_END_COMMAND>".utf8)
        let what = words.joined(separator: " ")
        switch await surface.exchange(Pickle.request(words) + marker, socket: Self.banSocket, until: marker) {
        case .absent: return .absent
        case .unreadable(let why):
            // A socket file that nobody listens on is what a server leaves that died.
            return why.contains("refused") ? .absent : .unreadable(why)
        case .found(let bytes):
            do {
                let whole =
                    bytes.suffix(marker.count).elementsEqual(marker) ? Array(bytes.dropLast(marker.count)) : bytes
                let answer = try Pickle(whole)
                guard let parts = answer.items, parts.count == 2 else {
                    return .unreadable("fail2ban's answer to \(what) is not a pair")
                }
                guard parts[0].number == 0 else { return .unreadable("fail2ban refused \(what)") }
                return .found(parts[1])
            } catch {
                return .unreadable("fail2ban's answer to \(what): \(error)")
            }
        }
    }

    /// A jail's settings as the server holds them.
    func jail(_ name: String) async -> Reading<Jail> {
        func get(_ words: String...) async -> Reading<Pickle> { await ask(["get", name] + words) }
        func seconds(_ word: String) async -> Value {
            switch await get(word) {
            case .absent: .unknown("fail2ban stopped answering")
            case .unreadable(let why): .unknown(why)
            case .found(let value): value.number.map { .number($0) } ?? .unknown("\(word) is not a number")
            }
        }
        var jail = Jail(
            name: name,
            maxRetry: await seconds("maxretry"),
            findTime: await seconds("findtime"),
            banTime: await seconds("bantime"),
            banTimeGrows: .unset,
            journalMatches: nil,
            logPaths: [],
            actions: [],
            ignored: []
        )
        switch await get("bantime.increment") {
        case .found(.flag(let grows)): jail.banTimeGrows = .flag(grows)
        case .found: jail.banTimeGrows = false
        case .absent, .unreadable: jail.banTimeGrows = .unknown("fail2ban does not tell")
        }
        // A jail that reads files has no journal match to give, and answers with an error.
        if case .found(let matches) = await get("journalmatch"), let alternatives = matches.items {
            jail.journalMatches = alternatives.map { ($0.items ?? []).compactMap(\.text) }
        }
        if case .found(let paths) = await get("logpath") { jail.logPaths = (paths.items ?? []).compactMap(\.text) }
        if !jail.logPaths.isEmpty { jail.journalMatches = nil }
        if case .found(let prefix) = await get("prefregex") { jail.prefix = prefix.text }
        switch await get("ignoreip") {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let ranges): jail.ignored = (ranges.items ?? []).compactMap(\.text)
        }
        guard case .found(let actions) = await get("actions") else {
            return .unreadable("fail2ban does not tell the actions of \(name)")
        }
        for action in (actions.items ?? []).compactMap(\.text) {
            let ports = await get("action", action, "port").content?.text
            let chain = await get("action", action, "chain").content?.text
            let isForAll = action.contains("allports")
            jail.actions.append(.init(name: action, ports: isForAll ? nil : ports, chain: chain))
        }
        return .found(jail)
    }
}
