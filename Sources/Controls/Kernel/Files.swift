import Catalog
import Hardening

extension Control {
    static let protectSymlinks = kernelParameter(
        "protect-symlinks",
        "fs.protected_symlinks",
        isOne: ["1"],
        not: "0",
        title: "Symbolic links in shared directories are protected",
        fault: "Symbolic links that others planted in shared directories are followed",
        rationale: "A link planted in /tmp makes a privileged program overwrite a file the attacker cannot touch.",
        severity: .medium,
        references: [Reference("Linux: sysctl/fs", "protected_symlinks"), Reference("CWE-59")]
    )

    static let protectHardlinks = kernelParameter(
        "protect-hardlinks",
        "fs.protected_hardlinks",
        isOne: ["1"],
        not: "0",
        title: "Hard links to other users' files are refused",
        fault: "Users can make hard links to files of others",
        rationale:
            "A hard link keeps a vulnerable set-user-ID program alive after its update, or lends a secret file a new "
            + "name.",
        severity: .medium,
        references: [Reference("Linux: sysctl/fs", "protected_hardlinks"), Reference("CWE-62")]
    )

    static let protectFIFOs = kernelParameter(
        "protect-fifos",
        "fs.protected_fifos",
        isOne: ["2", "1"],
        not: "0",
        title: "FIFOs in shared directories are protected",
        fault: "Programs write to FIFOs that others placed in shared directories",
        rationale: "A pipe planted in /tmp under an expected name receives what a privileged program meant for a file.",
        severity: .low,
        references: [Reference("Linux: sysctl/fs", "protected_fifos"), Reference("CWE-377")]
    )

    static let protectRegularFiles = kernelParameter(
        "protect-regular-files",
        "fs.protected_regular",
        isOne: ["2", "1"],
        not: "0",
        title: "Files in shared directories are protected",
        fault: "Programs write to files that others placed in shared directories",
        rationale: "A file planted in /tmp under an expected name receives what a privileged program meant to keep.",
        severity: .low,
        references: [Reference("Linux: sysctl/fs", "protected_regular"), Reference("CWE-377")]
    )

    static let restrictLineDisciplines = kernelParameter(
        "restrict-line-disciplines",
        "dev.tty.ldisc_autoload",
        isOne: ["0"],
        not: "1",
        title: "Loading of line disciplines is restricted to root",
        fault: "Any user can have terminal line disciplines loaded",
        rationale: "Any local user loads old line disciplines, whose bugs gave root before (CVE-2017-2636).",
        severity: .low,
        references: [Reference("Linux: Kconfig", "LDISC_AUTOLOAD"), Reference("CVE-2017-2636")]
    )

    // 438 is Debian's value and 176 Ubuntu's: sync, remount and reboot. 8 dumps memory, 64 signals processes, 1 is all.
    static let restrictSysRq = kernelParameter(
        "restrict-sysrq",
        "kernel.sysrq",
        isOne: ["176", "438", "0"],
        orWhere: { $0 != 1 && $0 & (8 | 64) == 0 },
        not: "1",
        title: "Magic SysRq is restricted",
        fault: "Magic SysRq allows dumping memory or ending processes",
        rationale: "Whoever gets at the provider's console kills the screen locker or dumps memory without logging in.",
        severity: .low,
        references: [Reference("Linux: admin-guide/sysrq"), Reference("Debian: procps", "kernel.sysrq")]
    )
}
