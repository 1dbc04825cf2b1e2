import Hardening

extension Catalogue {
    static func cloudRemediations(_ profile: Profile) -> [Remediation] {
        [
            .firewall(Control.blockMetadata.id, profile),
            .person(
                Control.deletePasswords.id,
                "A password that was written down is known for good: change it (passwd), then delete the file that the "
                    + "evidence names."
            ),
            keepFirstBootPrivate,
            keepPasswordLoginsOff,
        ]
    }

    /// The files stay; only who may read them changes.
    private static let keepFirstBootPrivate = Remediation(Control.keepFirstBootPrivate.id) { snapshot in
        .amend(
            snapshot.records(.cloud).compactMap { record in
                guard record[.cloudKind] == "first-boot data", case .mode(let mode) = record[.leftoverMode],
                    mode & ~0o640 != 0
                else { return nil }
                return .mode(record.name, within: 0o640)
            }
        )
    }

    private static let settings = "/etc/cloud/cloud.cfg.d/zz-nacre.cfg"

    /// cloud-init merges its files in the order of their names, and the last one wins.
    private static let keepPasswordLoginsOff = Remediation(Control.keepPasswordLoginsOff.id) { snapshot in
        let later = snapshot.records(.cloud).first { record in
            record[.cloudKind] == "cloud-init setting" && record[.enablesPasswords] == true
                && settings.utf8.lexicographicallyPrecedes(record.name.utf8)
        }
        if let later {
            return .advise("\(later.name) is read after any file of Nacre's: delete its line ssh_pwauth.")
        }
        let text = "# Written by Nacre. Read last, so what stands here counts.\nssh_pwauth: false\n"
        return .amend([
            Amendment(.file(settings), "cloud-init leaves password logins off") { _ in
                .file(.init(Array(text.utf8), mode: 0o644))
            }
        ])
    }
}
