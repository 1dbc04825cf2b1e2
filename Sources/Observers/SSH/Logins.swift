import Documents
import Hardening

extension Observer {
    /// What sshd demands of every account that can log in, from every place that makes a difference.
    func logins() async -> Observation {
        let loaded: SSHDLoaded
        switch await sshdConfiguration() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): loaded = found
        }
        if let why = loaded.unread.first { return .unreadable("\(why), and sshd reads it") }
        let anchor = await sshdAnchor()
        if case .refused(let why) = anchor { return .unreadable("sshd refuses its configuration: \(why)") }
        let accounts: [Record]
        switch await accountRecords() {
        case .absent: return .unreadable("there is no account database")
        case .unreadable(let why): return .unreadable(why)
        case .found(let records): accounts = records.filter { $0[.canLogIn] != false }
        }
        let groups = await groupNames()
        let places = Place.all(in: loaded.configuration)
        var records: [Record] = []
        for account in accounts {
            var seen: Set<[Field: Value]> = []
            for place in places {
                let connection = place.connection(of: account.name, groups: groups[account.name] ?? [])
                do {
                    let settings = try loaded.configuration.settings(for: connection)
                    let record = Self.login(account, connection, settings, place, anchor)
                    var gist = record.fields
                    gist[.fromAddress] = nil
                    // The public and the private address always; a Match criterion where it makes a difference.
                    guard seen.insert(gist).inserted || place.isOrdinary else { continue }
                    records.append(record)
                } catch {
                    return .unreadable("sshd refuses its configuration: \(error)")
                }
            }
        }
        return .state(.records(records))
    }

    private static func login(
        _ account: Record,
        _ connection: SSHDConnection,
        _ settings: SSHDSettings,
        _ place: Place,
        _ anchor: SSHDAnchor
    ) -> Record {
        var reader = SSHDReader(settings, anchor, Record("\(account.name) from \(place.name)"))
        reader.record[.user] = .text(account.name)
        reader.record[.uid] = account[.uid]
        reader.record[.fromAddress] = .text(connection.address)
        let root = settings.value("permitrootlogin") ?? ""
        let isRoot = account[.uid] == 0
        let admitted = settings.admits(connection) && !(isRoot && root == "no")
        reader.set(.isAdmitted, ["allowusers", "denyusers", "allowgroups", "denygroups"], .flag(admitted))
        reader.text(.rootLogin, "permitrootlogin")
        // Root's own policy, and chains of methods, come before the switches of the methods.
        let mayUsePassword = !isRoot || root == "yes"
        func opens(_ method: String) -> Bool {
            let lists = settings["authenticationmethods"]?.first?.value.split(separator: " ") ?? []
            return lists.contains { $0 == "any" || $0.split(separator: ":").first ?? "" == method }
        }
        let password = settings.value("passwordauthentication") == "yes" && opens("password") && mayUsePassword
        reader.set(.passwordLogin, ["passwordauthentication", "authenticationmethods"], .flag(password))
        let interactive =
            settings.value("kbdinteractiveauthentication") == "yes" && settings.value("usepam") == "yes"
            && opens("keyboard-interactive") && mayUsePassword
        reader.set(
            .keyboardInteractiveLogin,
            ["kbdinteractiveauthentication", "usepam", "authenticationmethods"],
            .flag(interactive)
        )
        reader.flag(.emptyPasswords, "permitemptypasswords")
        reader.flag(.hostBasedLogin, "hostbasedauthentication")
        reader.number(.maxAuthTries, "maxauthtries")
        reader.number(.sessions, "maxsessions")
        reader.number(.idleProbe, "clientaliveinterval")
        let forwards = settings.value("disableforwarding") != "yes"
        reader.set(
            .tcpForwarding,
            ["allowtcpforwarding", "disableforwarding"],
            .text(forwards ? settings.value("allowtcpforwarding") ?? "" : "no")
        )
        for (field, keyword) in [(Field.agentForwarding, "allowagentforwarding"), (.x11Forwarding, "x11forwarding")] {
            reader.set(field, [keyword, "disableforwarding"], .flag(forwards && settings.value(keyword) == "yes"))
        }
        reader.text(.gatewayPorts, "gatewayports")
        reader.text(.tunnels, "permittunnel")
        reader.set(.acceptedEnvironment, ["acceptenv"], .list(settings["acceptenv"]?.map(\.value) ?? []))
        return reader.record
    }
}

/// Fills a record from sshd's settings; a keyword on which the model was wrong becomes unknown.
struct SSHDReader {
    let settings: SSHDSettings
    private let doubtful: Set<String>
    var record: Record

    init(_ settings: SSHDSettings, _ anchor: SSHDAnchor, _ record: Record) {
        self.settings = settings
        if case .compared(let differing) = anchor { doubtful = differing } else { doubtful = [] }
        self.record = record
    }

    /// The first keyword decides the origin.
    mutating func set(_ field: Field, _ keywords: [String], _ value: Value) {
        if let keyword = keywords.first(where: doubtful.contains) {
            record[field] = .unknown("sshd -T says something else of \(keyword) than its files")
            return
        }
        let origin = keywords.compactMap(settings.origin).first
        record.set(field, value, from: origin.map { Origin($0.file, line: $0.line) })
    }

    mutating func text(_ field: Field, _ keyword: String) {
        set(field, [keyword], settings.value(keyword).map { .text($0) } ?? .unset)
    }

    mutating func flag(_ field: Field, _ keyword: String) {
        set(field, [keyword], settings.value(keyword).map { .flag($0 == "yes") } ?? .unset)
    }

    mutating func number(_ field: Field, _ keyword: String) {
        set(field, [keyword], settings.value(keyword).flatMap { Int($0) }.map { .number($0) } ?? .unset)
    }

    mutating func list(_ field: Field, _ keyword: String) {
        set(field, [keyword], .list(settings.value(keyword)?.split(separator: ",").map(String.init) ?? []))
    }
}
