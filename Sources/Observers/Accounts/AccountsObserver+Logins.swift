import Catalog
import Documents
import Hardening
import Surface

extension AccountsObserver {
    /// What sshd demands of every account that can log in, from every place that makes a difference.
    func logins() async throws(Unknown) -> [Record]? {
        guard let ground = try await ssh.sshdGround().get() else { return nil }
        if case .refused(let why) = ground.anchor {
            throw Unknown.malformed("sshd refuses its configuration: \(why)")
        }
        if case .misread(let why) = ground.anchor {
            throw Unknown.notModeled("sshd accepts what Nacre does not: \(why)")
        }
        let accounts: [Record]
        switch await accountRecords() {
        case .absent: throw Unknown.missing("there is no account database")
        case .unreadable(let why): throw why
        case .found(let records): accounts = records.filter { $0[.canLogIn] != false || Self.tunnels($0) }
        }
        let groups = await groups().names
        var places = Place.all(in: ground.configuration)
        // Whoever looks is to see what holds for themselves, where that is something else.
        if let address = await session.operatorAddress(), let first = places.first {
            var place = first
            place.name = "your address"
            place.address = address
            place.host = address
            place.isOrdinary = false
            places.append(place)
        }
        var table = SSHDSettingsTable(ground.configuration)
        var records: [Record] = []
        for account in accounts {
            var seen: Set<[Field: Value]> = []
            for place in places {
                let connection = place.connection(of: account.name, groups: groups[account.name] ?? [])
                do {
                    let settings = try table.settings(for: connection)
                    let record = Self.login(account, connection, settings, place, ground.anchor)
                    // Without a shell, an account is of interest as far as a password opens it.
                    let opens = record[.passwordLogin] != false || record[.keyboardInteractiveLogin] != false
                    guard account[.canLogIn] != false || opens && record[.isAdmitted] != false else { continue }
                    var gist = record.fields
                    gist[.fromAddress] = nil
                    // The public and the private address always; a Match criterion where it makes a difference.
                    guard seen.insert(gist).inserted || place.isOrdinary else { continue }
                    records.append(record)
                } catch {
                    throw Unknown.malformed("sshd refuses its configuration: \(error)")
                }
            }
        }
        return records
    }

    /// What decides which certificates and which keys from elsewhere count, and in which order methods do.
    private static let authorities = [
        "trustedusercakeys", "authorizedprincipalsfile", "authorizedprincipalscommand",
        "authorizedprincipalscommanduser", "authorizedkeyscommand", "authorizedkeyscommanduser", "authorizedkeysfile",
        "casignaturealgorithms", "revokedkeys", "requiredrsasize", "pubkeyauthoptions", "authenticationmethods",
        "forcecommand", "chrootdirectory", "gssapiauthentication", "kerberosauthentication",
    ]

    /// Whether the account has a password and no shell: sshd takes the password and forwards ports (`ssh -N -L`).
    private static func tunnels(_ account: Record) -> Bool {
        guard account[.hasPassword] == true, case .text(let shell) = account[.shell] else { return false }
        return ["nologin", "false", "sync", "git-shell"].contains(Path.name(shell))
    }

    private static let lists = ["allowusers", "denyusers", "allowgroups", "denygroups", "refuseconnection"]

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
        let isListed = settings.admits(connection) && settings.value("refuseconnection") != "yes"
        let root = settings.value("permitrootlogin") ?? ""
        let isRoot = account[.uid] == 0
        reader.set(
            .isAdmitted,
            lists + (isRoot ? ["permitrootlogin"] : []),
            .flag(isListed && !(isRoot && root == "no"))
        )
        if isRoot, !isListed { reader.set(.rootLogin, lists, "no") } else { reader.text(.rootLogin, "permitrootlogin") }
        secrets(&reader, root: isRoot ? root : nil)
        reader.flag(.emptyPasswords, "permitemptypasswords")
        reader.flag(.hostBasedLogin, "hostbasedauthentication")
        let named = authorities.flatMap { keyword in
            (settings[keyword] ?? []).map { "\(keyword) \($0.value)" }
        }
        reader.record[.loginAuthorities] = .list(named)
        reader.number(.maxAuthTries, "maxauthtries")
        forwarding(&reader)
        let accepted = settings["acceptenv"]?.map(\.value) ?? []
        reader.set(.acceptedEnvironment, ["acceptenv"], .list(accepted))
        let harmful = accepted.filter(SSHDEnvironment.isHarmful)
        reader.set(.harmfulEnvironment, ["acceptenv"], .list(harmful))
        let algorithms = settings.value("pubkeyacceptedalgorithms")?.split(separator: ",").map(String.init) ?? []
        reader.set(
            .weakUserKeyAlgorithms,
            ["pubkeyacceptedalgorithms"],
            .list(algorithms.filter { $0.hasPrefix("ssh-rsa") || $0.hasPrefix("ssh-dss") })
        )
        return reader.record
    }

    /// Whether something a person can guess opens the account.
    private static func secrets(_ reader: inout SSHDReader, root: String?) {
        let settings = reader.settings
        // Root's own policy, and chains of methods, come before the switches of the methods.
        let mayUsePassword = root == nil || root == "yes"
        func opens(_ method: String) -> Bool {
            let lists = settings.value("authenticationmethods")?.split(separator: " ") ?? []
            return lists.contains { $0 == "any" || $0.split(separator: ":").first ?? "" == method }
        }
        let password = settings.value("passwordauthentication") == "yes" && opens("password") && mayUsePassword
        let common = ["authenticationmethods"] + (root == nil ? [] : ["permitrootlogin"])
        // Root's keys are good for a shell unless the policy is `no`, or for the commands that keys name only.
        let mayUseKey = root == nil || root == "yes" || root == "without-password"
        let key = settings.value("pubkeyauthentication") == "yes" && opens("publickey") && mayUseKey
        reader.set(.keyLogin, ["pubkeyauthentication"] + common, .flag(key))
        reader.set(.passwordLogin, ["passwordauthentication"] + common, .flag(password))
        let interactive =
            settings.value("kbdinteractiveauthentication") == "yes" && settings.value("usepam") == "yes"
            && opens("keyboard-interactive") && mayUsePassword
        reader.set(.keyboardInteractiveLogin, ["kbdinteractiveauthentication", "usepam"] + common, .flag(interactive))
    }

    private static func forwarding(_ reader: inout SSHDReader) {
        let settings = reader.settings
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
    }
}
