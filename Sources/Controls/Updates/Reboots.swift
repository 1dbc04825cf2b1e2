import Catalog
import Hardening

extension Control {
    static let rebootIntoUpdates = upgrader(
        "reboot-into-updates",
        title: "No reboot is needed for updates to take effect",
        fault: "A reboot is needed for updates to take effect",
        rationale: "The fixed kernel or library lies on the disk while the vulnerable one keeps running.",
        severity: .medium,
        reference: "/run/reboot-required",
        fix: .reboot(),
        .rebootRequired,
        .is(false),
        good: false,
        bad: true,
        besides: [.rebootPackages: ["linux-image-6.1.0-41-amd64"]]
    )

    static let runNewestKernel = upgrader(
        "run-newest-kernel",
        title: "The newest installed kernel is running",
        fault: "A newer kernel is installed than the one that is running",
        rationale:
            "A local privilege escalation that was fixed weeks ago still gives an escaped agent the whole server.",
        severity: .medium,
        reference: "uname(1)",
        fix: .reboot(then: "compare uname -r with ls /boot/vmlinuz-*"),
        where: Field.runsNewestKernel.isSet,
        .runsNewestKernel,
        .is(true),
        good: true,
        bad: false,
        besides: [.runningKernel: "6.1.0-30-amd64", .newestKernel: "6.1.0-41-amd64"]
    )

    /// Only where the profile wants it.
    static let rebootAutomatically = upgrader(
        "reboot-automatically",
        title: "The server reboots automatically when an update needs it",
        fault: "The server does not reboot automatically when an update needs it",
        rationale:
            "Kernel fixes take effect at a reboot only; a server nobody watches runs the old kernel for a year.",
        severity: .low,
        reference: "/usr/share/doc/unattended-upgrades/README.md",
        fix: .automaticReboot,
        where: .upgraderInstalled == true,
        .automaticReboot,
        .is(true),
        good: true,
        bad: false,
        besides: [.upgraderInstalled: true]
    )

    static func rebootInWindow(_ profile: Profile) -> Control {
        let time = profile.updates.rebootTime
        return upgrader(
            "reboot-in-window",
            title: "Automatic reboots wait for a set time of day",
            fault: "Automatic reboots happen right after the upgrade",
            rationale:
                "A reboot right after the upgrade cuts agents off at work, and people switch reboots off for good.",
            severity: .low,
            reference: "/usr/share/doc/unattended-upgrades/README.md",
            fix: .aptSettings(.rebootTime, ["Unattended-Upgrade::Automatic-Reboot-Time": time]),
            where: .automaticReboot == true,
            .rebootTime,
            Constraint("is a time of day, such as \(time)") { $0 == "now" ? .text(time) : $0 },
            good: "02:00",
            bad: "now",
            besides: [.automaticReboot: true]
        )
    }
}
