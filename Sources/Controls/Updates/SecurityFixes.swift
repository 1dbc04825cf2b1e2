import Catalog
import Hardening

extension Control {
    static let applySecurityFixes = Control(
        .updates,
        "apply-security-fixes",
        title: "No security fix is waiting to be installed",
        fault: "Security fixes are waiting to be installed",
        rationale: "What each fix closes is public from the day it appears, often with a working exploit.",
        severity: .high,
        references: [Reference("www.debian.org/security"), Reference("ubuntu.com/security/notices")],
        expects: [
            .none(
                .pendingUpdates,
                where: .isSecurityFix == true,
                "the security archive has nothing newer than what is installed"
            )
        ],
        fix: .manual(
            "`sudo apt-get update && sudo unattended-upgrade`",
            because: "Installed packages cannot be put back; the next nightly run installs them as well."
        ),
        examples: [
            .compliant("nothing waits", [.facts(.pendingUpdates): .records([])]),
            .drifted(
                "OpenSSL waits",
                .pendingUpdates,
                Record(
                    "libssl3",
                    [
                        .installedVersion: "3.0.11-1~deb12u1", .availableVersion: "3.0.17-1~deb12u3",
                        .isSecurityFix: true,
                    ]
                )
            ),
        ]
    )
}
