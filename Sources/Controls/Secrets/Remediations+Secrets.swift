import Hardening

extension Catalogue {
    static func secretsRemediations(_ profile: Profile) -> [Remediation] {
        let files: [(Control, UInt16)] = [
            (.protectArchives, 0o600), (.protectCloudCredentials, 0o600), (.protectEnvironmentFiles, 0o600),
            (.protectHistories, 0o600), (.protectRegistryLogins, 0o600), (.protectSSHDirectories, 0o755),
            (.protectSSHKeys, 0o600), (.protectStoredLogins, 0o600), (.protectTLSDirectories, 0o750),
            (.protectTLSKeys, 0o640),
        ]
        return files.map(closed) + [owned, configuration] + found
    }

    /// Takes rights away from everybody who should not have them.
    private static func closed(_ control: Control, within mask: UInt16) -> Remediation {
        Remediation(control.id) { snapshot in
            let records = control.driftedRecords(in: snapshot)
            let paths = records.compactMap(\.secretPath)
            guard paths.count == records.count else {
                let names = records.filter { $0.secretPath == nil }.map(\.name).named
                return .advise("See where the links lead, and chmod \(String(mask, radix: 8)) the files: \(names)")
            }
            return .amend(paths.map { .closed($0, within: mask) })
        }
    }

    private static let owned = Remediation("secrets.own-secret-files") { snapshot in
        let records = Control.ownSecretFiles.driftedRecords(in: snapshot)
        let owners: [Amendment] = records.compactMap { record in
            guard case .number(let owner) = record[.secretFileRightfulOwner] else { return nil }
            return UInt32(exactly: owner).map { .owned(record.name, by: $0) }
        }
        guard owners.count == records.count else {
            return .advise(
                "Which program reads them is not known; give them to it, or to the owner of their directory with "
                    + "chown --reference=DIRECTORY FILE: \(records.map(\.name).named)"
            )
        }
        return .amend(owners)
    }

    private static let configuration = Remediation.movingSecrets(
        for: Control.keepSecretsOutOfConfiguration.id,
        needs: [.facts(.secretFindings)],
        otherwise:
            "openclaw secrets configure, or write ${NAME} in its place and NAME=value into the state directory's .env "
            + "of mode 600, then openclaw gateway restart; replace the key if the file was shared.",
        where: { $0[.literalIsFound] == true },
        further: { literals, snapshot in
            // A file that could not be looked through, or is no configuration of an installation.
            let places = Set(literals.map { "configuration \($0[.literalFile]):\($0[.literalLine])" })
            let found = Control.keepSecretsOutOfConfiguration.driftedRecords(in: snapshot)
            let unseen = snapshot.records(.secretFindings).filter {
                if case .unknown = $0[.findingKind] { $0[.findingPlace] == "configuration" } else { false }
            }
            return (found + unseen).map(\.name).filter { !places.contains($0) }
        }
    )

    /// What others may have read is a secret no more: it must be replaced where it was made, which only a person can.
    private static let found: [Remediation] = [
        leak(
            .keepSecretsOutOfAgentFiles,
            "Once openclaw.json has references, stop the gateway, rm models.json, which it makes anew, put references "
                + "(keyRef) into auth-profiles.json, and replace the keys if a copy left the server"
        ),
        leak(
            .keepSecretsOutOfBackups,
            "Look at each copy, rm it, and replace the key where it was made if others could read it"
        ),
        leak(
            .keepSecretsOutOfCommandLines,
            "Hand the value over in a file of mode 600, restart the program, and replace the key"
        ),
        leak(
            .keepSecretsOutOfComposeFiles,
            "Put the value into .env beside the file (install -m 600 /dev/null .env), write ${NAME} in its place, "
                + "docker compose up -d, and replace the key if the file was shared"
        ),
        leak(
            .keepSecretsOutOfContainers,
            "Mount the value as a file (secrets: in the compose file) and let the program read /run/secrets/NAME, then "
                + "docker compose up -d"
        ),
        leak(
            .keepSecretsOutOfCron,
            "Let the job read the key from a file of mode 600, and replace the key"
        ),
        leak(
            .keepSecretsOutOfGit,
            "git rm --cached FILE, add it to .gitignore, and replace the keys: history keeps the old ones. For a "
                + "remote, git remote set-url origin without the password"
        ),
        leak(
            .keepSecretsOutOfHistories,
            "Delete the line from the history while nobody is logged in to that account, and replace the key"
        ),
        leak(.keepSecretsOutOfLogs, "chmod 600 the log, and replace the key: every account could read it"),
        leak(
            .keepSecretsOutOfServiceConfiguration,
            "chmod 640 the file with the service's group (systemctl show -p Group UNIT), and replace the key: every "
                + "account could read it"
        ),
        leak(
            .keepSecretsOutOfShellProfiles,
            "Move the value to a file of mode 600 that only the program reads which needs it, and replace the key"
        ),
        leak(
            .keepSecretsOutOfUnits,
            "Move the value to a file of mode 600 and name it by EnvironmentFile= or LoadCredential=, systemctl "
                + "daemon-reload, restart the unit, and replace the key"
        ),
    ]

    private static func leak(_ control: Control, _ steps: String) -> Remediation {
        Remediation(control.id) { snapshot in
            let places = control.driftedRecords(in: snapshot).map { "\($0.name) (\($0[.findingKind]))" }
            return .advise("\(steps). Found in \(places.named)")
        }
    }
}

extension Amendment {
    /// Nobody has more rights than these, among the twelve bits those nine that control who reads, writes, runs.
    fileprivate static func closed(_ path: String, within mask: UInt16) -> Self {
        let words = "nobody has more rights than 0\(String(mask, radix: 8)); replace what it holds if others read it"
        return Self(.permissions(path), words) { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there any more") }
            permissions.mode &= mask | 0o7000
            return .permissions(permissions)
        }
    }

    fileprivate static func owned(_ path: String, by owner: UInt32) -> Self {
        Self(.permissions(path), "belongs to the account with the id \(owner)") { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there any more") }
            permissions.owner = owner
            return .permissions(permissions)
        }
    }
}

extension Record {
    /// The path of the file itself; none where links lead nowhere known.
    fileprivate var secretPath: String? {
        switch self[.secretFileTarget] {
        case .text(let target): target
        case .unset: name
        default: nil
        }
    }
}

extension [String] {
    /// The first of them, and how many more there are.
    fileprivate var named: String {
        prefix(5).joined(separator: ", ") + (count > 5 ? ", and \(count - 5) more" : "")
    }
}
