import Catalog
import Hardening

extension Control {
    static let installUnattendedUpgrades = upgrader(
        "install-unattended-upgrades",
        title: "unattended-upgrades is installed",
        rationale:
            "Nothing installs security fixes, and every hole found from now on stays open until somebody logs in.",
        severity: .high,
        reference: "wiki.debian.org/UnattendedUpgrades",
        remedy: "sudo apt-get install unattended-upgrades",
        .upgraderInstalled,
        .is(true),
        good: true,
        bad: false
    )

    static func keepListsFresh(_ profile: Profile) -> Control {
        upgrader(
            "keep-lists-fresh",
            title: "Package lists were refreshed in the last \(profile.updates.maxAge) days",
            rationale: "A mirror that is blocked or frozen hides fixes: the server believes it is current, and is not.",
            severity: .medium,
            reference: "apt-secure(8)",
            remedy: "sudo apt-get update, and read its errors",
            .listAge,
            .atMost(profile.updates.maxAge),
            good: 0,
            bad: 40
        )
    }

    static func keepRunsSucceeding(_ profile: Profile) -> Control {
        upgrader(
            "keep-runs-succeeding",
            title: "unattended-upgrades ended well in the last \(profile.updates.maxAge) days",
            rationale:
                "Settings prove nothing: a full disk, a dpkg lock or a broken package stops fixes silently for good.",
            severity: .high,
            reference: "unattended-upgrade(8)",
            remedy: "sudo unattended-upgrade --debug, and read /var/log/unattended-upgrades/unattended-upgrades.log",
            // What was installed a moment ago has not had its night yet.
            where: .upgraderInstalled == true
                && !(.lastGoodRunAge == .unset && .upgraderAge < profile.updates.maxAge),
            .lastGoodRunAge,
            .atMost(profile.updates.maxAge),
            good: 0,
            bad: .unset,
            besides: [.upgraderInstalled: true, .upgraderAge: 40]
        )
    }

    static let leaveNoFailedRun = upgrader(
        "leave-no-failed-run",
        title: "The last unattended upgrade logged no error",
        rationale: "A run that fails half way leaves the rest of the fixes out, and fails the same way every night.",
        severity: .medium,
        reference: "unattended-upgrade(8)",
        remedy: "sudo dpkg --configure -a && sudo apt-get -f install && sudo unattended-upgrade --debug",
        where: Field.lastRunFailed.isSet,
        .lastRunFailed,
        .is(false),
        good: false,
        bad: true
    )
}
