import Hardening

extension Catalogue {
    static func intrusionRemediations(_ profile: Profile) -> [Remediation] {
        let values = profile.intrusion
        let packages = ["fail2ban", "nftables", "python3-systemd"]
        let jail: @Sendable (Snapshot) -> Remediation.Answer = { snapshot in
            snapshot.isLinked(BanSettings.unit)
                ? .advise("fail2ban.service is masked or linked: systemctl unmask fail2ban, then apply again")
                : .amend(BanSettings.jail(values))
        }
        let needs = Set(packages.map(Resource.package) + [.unitLink(BanSettings.unit)])
        return [
            Remediation("intrusion.install-ban-daemon", needs: needs, answer: jail),
            Remediation("intrusion.run-ban-daemon", needs: needs, answer: jail),
            Remediation("intrusion.guard-ssh", needs: needs, answer: jail),
            Remediation("intrusion.start-ban-daemon-at-boot", needs: needs) { snapshot in
                snapshot.isLinked(BanSettings.unit)
                    ? .advise("systemctl unmask fail2ban && systemctl enable --now fail2ban")
                    : .amend([BanSettings.runs])
            },
            .jails(.actOnFailures, BanSettings.reach),
            .jails(.reachContainers, BanSettings.reach),
            .jails(.banRealPort, BanSettings.reach),
            .jails(.matchServerJournal, journal),
            .jails(.readPresentLogs, journal),
            .jails(.limitFailures(profile)) { [BanSettings.set("maxretry", "\(values.maxRetry)", in: $0)] },
            .jails(.countLongEnough(profile)) { [BanSettings.set("findtime", "\(values.findTime)", in: $0)] },
            .jails(.banLongEnough(profile)) { [BanSettings.set("bantime", "\(values.banTime)", in: $0)] },
            banRecidivists,
            useFittingFilter,
            countRefusedGuesses,
            keepIgnoreListNarrow,
            installBanTools,
        ]
    }

    private static let journal: @Sendable (String) -> [Amendment] = { jail in
        [
            .package("python3-systemd"), BanSettings.set("backend", "systemd", in: jail),
            BanSettings.set("journalmatch", BanSettings.journal, in: jail),
        ]
    }

    private static let banRecidivists = Remediation("intrusion.ban-recidivists") { snapshot in
        let jails = snapshot.records(.jails).filter { $0[.isSSHJail] == true }.map(\.name)
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

    private static let useFittingFilter = Remediation("intrusion.use-fitting-filter") { snapshot in
        let jails = Control.useFittingFilter.driftedRecords(in: snapshot)
        guard jails.allSatisfy(BanSettings.hasStockFilter) else {
            let names = jails.map(\.name).joined(separator: ", ")
            return .advise(
                "The filter of \(names) is one of your own: let its prefregex take sshd(?:-session)? for the name of "
                    + "the program, then fail2ban-client reload"
            )
        }
        return .amend([BanSettings.filter])
    }

    private static let countRefusedGuesses = Remediation("intrusion.count-refused-guesses") { snapshot in
        let jails = Control.countRefusedGuesses.driftedRecords(in: snapshot)
        guard jails.allSatisfy(BanSettings.hasStockFilter) else {
            let names = jails.map(\.name).joined(separator: ", ")
            return .advise("The filter of \(names) is one of your own: mode = aggressive where it is the stock one")
        }
        return .amend(BanSettings.refusals + [BanSettings.rootRefusals])
    }

    private static let keepIgnoreListNarrow = Remediation("intrusion.keep-ignore-list-narrow") { snapshot in
        .amend(
            Control.keepIgnoreListNarrow.driftedRecords(in: snapshot).flatMap { record -> [Amendment] in
                guard case .list(let all) = record[.ignoredAddresses], case .list(let wide) = record[.wideIgnores]
                else { return [] }
                let narrow = all.filter { !wide.contains($0) }
                var settings: [Amendment] = []
                if narrow != all {
                    settings.append(BanSettings.set("ignoreip", narrow.joined(separator: " "), in: record.name))
                }
                // What is wide and no address is what a command spares.
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

    private static let installBanTools = Remediation(
        "intrusion.install-ban-tools",
        needs: Set(packageOfTool.values.map(Resource.package))
    ) { snapshot in
        let tools = Control.installBanTools.driftedRecords(in: snapshot).reduce(into: Set<String>()) { tools, record in
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

extension Remediation {
    /// Settings of every jail that drifted from the control.
    fileprivate static func jails(
        _ control: Control,
        _ settings: @escaping @Sendable (String) -> [Amendment]
    ) -> Self {
        Self(control.id, needs: [.package("nftables"), .package("python3-systemd"), .package("fail2ban")]) { snapshot in
            let jails = control.driftedRecords(in: snapshot).map { ($0.name, control.hindrance($0)) }
            let hindrances = jails.compactMap(\.1)
            let amendments = jails.filter { $0.1 == nil }.map(\.0).flatMap(settings)
            if hindrances.isEmpty { return .amend(amendments) }
            let words = hindrances.joined(separator: " ")
            return amendments.isEmpty ? .advise(words) : .begin(amendments, words)
        }
    }
}

extension Control {
    /// Why Nacre's file would change nothing of what the jail drifted by; nothing where it would.
    fileprivate func hindrance(_ jail: Record) -> String? {
        if id == Control.matchServerJournal.id, let match = jail[.matchOfCalledFilter].text {
            let place = jail.origins[.matchOfCalledFilter].map { " (\($0))" } ?? ""
            return
                "The filter of \(jail.name) is called with journalmatch=\(match)\(place), which counts beside any other: "
                + "take it out there."
        }
        let wanted = (requirements + expectations).flatMap { $0.amend(.records([jail])).records }
        for (field, place) in jail.origins.sorted(by: { "\($0.value)" < "\($1.value)" }) {
            guard BanSettings.wins(place.file), wanted.contains(where: { $0[field] != jail[field] }) else { continue }
            return
                "\(place) is read after Nacre's file, and has the jail \(jail.name) say \(field): \(jail[field]). Change "
                + "it there, or call that file by a name that comes before \(BanSettings.path)."
        }
        return nil
    }
}
