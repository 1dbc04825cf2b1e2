import Hardening

extension Fix {
    /// The files stay; only who may read them changes.
    static let firstBootModes = Self(
        byHand:
            "`sudo sh -c 'chmod -f go-rwx /var/lib/cloud/instance/*-data.txt* "
            + "/var/lib/cloud/instance/cloud-config.txt /var/log/cloud-init-output.log; :'`"
    ) { fault in
        .amend(fault.records.map { .mode($0.name, within: 0o640) })
    }

    private static let settings = "/etc/cloud/cloud.cfg.d/zz-nacre.cfg"

    /// cloud-init merges its files in the order of their names, and the last one wins.
    static let cloudInitSetting = Self(byHand: "`echo 'ssh_pwauth: false' | sudo tee \(settings)`") { fault in
        if let later = fault.records.first(where: { settings.utf8.lexicographicallyPrecedes($0.name.utf8) }) {
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
