import Hardening

extension Fix {
    /// The distribution's security archive, if apt knows one.
    static let securityArchive = Self(
        byHand:
            "Debian: `printf '\\n%s\\n' 'Unattended-Upgrade::Origins-Pattern:: "
            + "\"origin=Debian,codename=${distro_codename}-security,label=Debian-Security\";' | sudo tee "
            + "-a /etc/apt/apt.conf.d/99nacre-updates`; Ubuntu: `printf '\\n%s\\n' "
            + "'Unattended-Upgrade::Allowed-Origins:: \"${distro_id}:${distro_codename}-security\";' | "
            + "sudo tee -a /etc/apt/apt.conf.d/99nacre-updates`; then see what would be taken: `sudo "
            + "unattended-upgrade --dry-run --debug`",
        needs: [.package(AptSettings.upgrader)]
    ) { fault in
        let archives = fault.snapshot.records(.updateOrigins).filter { $0[.archiveKind] == "distribution security" }
        guard !archives.isEmpty else {
            return .advise(
                "No security archive is among apt's sources. Debian: deb http://security.debian.org/debian-security "
                    + "CODENAME-security main in /etc/apt/sources.list; Ubuntu: the suite CODENAME-security; then "
                    + "sudo apt-get update, and apply again"
            )
        }
        return .taking(archives)
    }

    /// The archives that were found not to be used.
    static func archives(byHand: String) -> Self {
        Self(byHand: byHand, needs: [.package(AptSettings.upgrader)]) { .taking($0.records) }
    }
}

extension Fix.Answer {
    fileprivate static func taking(_ archives: [Record]) -> Self {
        for archive in archives {
            guard case .list(let patterns) = archive[.originPatterns], let first = patterns.first,
                first.hasPrefix("refused: ")
            else { continue }
            return .advise(
                "unattended-upgrades stops at an entry it cannot read, before it upgrades anything; correct it: "
                    + first.dropFirst(9)
            )
        }
        if let kept = archives.first(where: { $0.fields[.archivePin] != nil }) {
            return .advise(
                "apt prefers another archive to \(kept.name): take away \(kept[.archivePin]); apt-cache policy shows it"
            )
        }
        let patterns = archives.map(AptSettings.pattern)
        guard !patterns.contains(nil) else {
            let names = archives.map(\.name).joined(separator: ", ")
            return .advise("Add a pattern for \(names) to Unattended-Upgrade::Origins-Pattern; apt-cache policy has it")
        }
        return .amend(patterns.compactMap { $0 }.map(AptSettings.take))
    }
}
