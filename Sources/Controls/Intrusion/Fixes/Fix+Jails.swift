import Hardening

// How jails are put right: in Nacre's own file, which fail2ban reads last.
extension Fix {
    /// A jail for SSH with everything the profile wants, and fail2ban running.
    static func sshJail(byHand: String) -> Self {
        Self(byHand: byHand, needs: [.unitLink(BanSettings.unit)]) { fault in
            fault.snapshot.isLinked(BanSettings.unit)
                ? .advise("fail2ban.service is masked or linked: systemctl unmask fail2ban, then apply again")
                : .amend(BanSettings.jail(fault.profile.intrusion))
        }
    }

    static let banDaemonAtBoot = Self(
        byHand: "`sudo systemctl enable fail2ban`",
        needs: [.unitLink(BanSettings.unit)]
    ) { fault in
        fault.snapshot.isLinked(BanSettings.unit)
            ? .advise("systemctl unmask fail2ban && systemctl enable --now fail2ban")
            : .amend([BanSettings.runs])
    }

    /// Settings of every jail that is not as the control wants it.
    ///
    /// - Parameters:
    ///   - byHand: what a person does.
    ///   - blocker: why Nacre's file would change nothing about a jail, besides a file that is read after it.
    ///   - settings: what is put in place for the jail of that name.
    /// - Returns: a fix that names each jail it leaves alone, with the reason.
    static func jails(
        byHand: String,
        unless blocker: @escaping @Sendable (Record) -> String? = { _ in nil },
        _ settings: @escaping @Sendable (String) -> [Amendment]
    ) -> Self {
        Self(byHand: byHand) { fault in
            var amendments: [Amendment] = []
            var blockers: [String] = []
            // A jail may miss more than one requirement.
            for (name, rows) in Dictionary(grouping: fault.rows, by: \.before.name).sorted(by: { $0.key < $1.key }) {
                if let reason = rows.compactMap({ blocker($0.before) ?? $0.laterFile }).first {
                    blockers.append(reason)
                } else {
                    amendments += settings(name)
                }
            }
            if blockers.isEmpty { return .amend(amendments) }
            let words = blockers.joined(separator: " ")
            return amendments.isEmpty ? .advise(words) : .begin(amendments, words)
        }
    }

    /// One option of every jail that is not as the control wants it.
    static func jails(_ option: String, _ value: String) -> Self {
        .jails(byHand: ByHand.jail("{JAIL}", "\(option) = \(value)")) { [BanSettings.set(option, value, in: $0)] }
    }

    /// What Nacre adds to the stock filter for sshd; a filter of somebody's own is left alone.
    static func sshFilter(byHand: String, own advice: String, _ amendments: [Amendment]) -> Self {
        Self(byHand: byHand) { fault in
            let jails = fault.records
            guard jails.allSatisfy(BanSettings.hasStockFilter) else {
                let names = jails.map(\.name).joined(separator: ", ")
                return .advise("The filter of \(names) is one of your own: \(advice)")
            }
            return .amend(amendments)
        }
    }

    static let increasingBans = Self(byHand: ByHand.jail("DEFAULT", "bantime.increment = true")) { fault in
        let jails = fault.snapshot.records(.jails).filter { $0[.isSSHJail] == true }.map(\.name)
        // Where SSH has no jail, the one it gets has this already.
        return .amend(
            (jails.isEmpty ? ["sshd"] : jails).flatMap {
                [
                    BanSettings.set("bantime.increment", "true", in: $0),
                    BanSettings.set("bantime.maxtime", "1w", in: $0),
                ]
            }
        )
    }

    /// Ignored addresses without the wide ranges.
    static let narrowIgnoreList = Self(
        byHand: "only the server itself, and what addresses of your own you add: "
            + ByHand.jail("DEFAULT", "ignoreip = 127.0.0.1/8 ::1")
    ) { fault in
        .amend(
            fault.records.flatMap { record -> [Amendment] in
                guard case .list(let all) = record[.ignoredAddresses], case .list(let wide) = record[.wideIgnores]
                else { return [] }
                let narrow = all.filter { !wide.contains($0) }
                var settings: [Amendment] = []
                if narrow != all {
                    settings.append(BanSettings.set("ignoreip", narrow.joined(separator: " "), in: record.name))
                }
                // What is wide and no address is what a command exempts.
                if !Set(wide).isSubset(of: all) {
                    settings.append(BanSettings.set("ignorecommand", "", in: record.name))
                }
                return settings
            }
        )
    }

    private static let packageOfTool = [
        "iptables": "iptables", "nft": "nftables", "ipset": "ipset", "python3-systemd": "python3-systemd",
    ]

    /// The packages of the programs that jails run.
    static let banTools = Self(
        byHand: "`sudo apt-get install iptables python3-systemd`; or banaction = nftables-multiport in [DEFAULT] "
            + "of /etc/fail2ban/jail.local"
    ) { fault in
        let tools = fault.records.reduce(into: Set<String>()) { tools, record in
            if case .list(let missing) = record[.missingBanTools] { tools.formUnion(missing) }
        }
        let foreign = tools.filter { packageOfTool[$0] == nil }.sorted()
        guard foreign.isEmpty else {
            return .advise(
                "A jail's action runs \(foreign.joined(separator: ", ")), which is not installed; it would be a second "
                    + "firewall. Choose another banaction in /etc/fail2ban/jail.local"
            )
        }
        return .amend(tools.sorted().compactMap { packageOfTool[$0] }.map { .package($0) })
    }
}

extension Fault.Row {
    /// A file that wins over Nacre's in what the jail is wrong about, and what to do; none where Nacre's wins.
    fileprivate var laterFile: String? {
        for (field, place) in before.origins.sorted(by: { "\($0.value)" < "\($1.value)" }) {
            guard BanSettings.wins(place.file), after?[field] != before[field] else { continue }
            return
                "\(place) is read after Nacre's file, and sets \(field) of the jail \(before.name) to \(before[field]). "
                + "Change it there, or rename that file so that it sorts before \(BanSettings.path)."
        }
        return nil
    }
}
