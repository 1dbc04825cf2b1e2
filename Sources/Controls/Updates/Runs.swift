import Catalog
import Hardening

extension Control {
    static let installUnattendedUpgrades = upgrader(
        "install-unattended-upgrades",
        title: "unattended-upgrades is installed",
        fault: "unattended-upgrades is not installed",
        rationale:
            "Nothing installs security fixes, and every hole found from now on stays open until somebody logs in.",
        severity: .high,
        reference: "wiki.debian.org/UnattendedUpgrades",
        fix: .put(byHand: "`sudo apt-get install unattended-upgrades`", [.package(AptSettings.upgrader)]),
        .upgraderInstalled,
        .is(true),
        good: true,
        bad: false
    )

    static func keepListsFresh(_ profile: Profile) -> Control {
        upgrader(
            "keep-lists-fresh",
            title: "Package lists were refreshed in the last \(profile.updates.maxAge) days",
            fault: "Package lists were not refreshed in the last \(profile.updates.maxAge) days",
            rationale: "A mirror that is blocked or frozen hides fixes: the server believes it is current, and is not.",
            severity: .medium,
            reference: "apt-secure(8)",
            fix: .manual(
                "`sudo apt-get update`, and read its errors",
                because: "With the timers running it happens daily by itself; why it did not must be found out."
            ),
            .listAge,
            .atMost(profile.updates.maxAge),
            good: 0,
            bad: 40
        )
    }

    static func keepRunsSucceeding(_ profile: Profile) -> Control {
        upgrader(
            "keep-runs-succeeding",
            title: "unattended-upgrades succeeded in the last \(profile.updates.maxAge) days",
            fault: "unattended-upgrades did not succeed in the last \(profile.updates.maxAge) days",
            rationale:
                "Settings prove nothing: a full disk, a dpkg lock or a broken package stops fixes silently for good.",
            severity: .high,
            reference: "unattended-upgrade(8)",
            fix: .manual(
                "`sudo unattended-upgrade --debug`, and read "
                    + "/var/log/unattended-upgrades/unattended-upgrades.log",
                because: "A run installs fixes, which cannot be put back."
            ),
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
        fault: "The last unattended upgrade logged an error",
        rationale: "A run that fails half way leaves the rest of the fixes out, and fails the same way every night.",
        severity: .medium,
        reference: "unattended-upgrade(8)",
        fix: .manual(
            "`sudo dpkg --configure -a && sudo apt-get -f install && sudo unattended-upgrade --debug`",
            because:
                "Installed packages cannot be put back; the error is in "
                + "/var/log/unattended-upgrades/unattended-upgrades.log."
        ),
        where: Field.lastRunFailed.isSet,
        .lastRunFailed,
        .is(false),
        good: false,
        bad: true
    )
}
