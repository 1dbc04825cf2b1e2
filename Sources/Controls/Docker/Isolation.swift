import Catalog
import Documents
import Hardening

extension ControlList {
    /// What separates containers from the server and from each other.
    static let dockerIsolation: [Control] = [
        .field(
            .docker,
            "keep-default-seccomp",
            .dockerDaemon,
            .daemonSeccomp,
            .isOne(of: "builtin", "default"),
            title: "Docker uses its default seccomp profile",
            fault: "Docker does not use its default seccomp profile",
            rationale: "System calls that only kernel exploits need are open to every container.",
            .high,
            [Reference("Self-hosting guide", "Seccomp and AppArmor"), Reference("CIS Docker", "2.17")],
            fix: .daemonFile(
                "Docker's own seccomp profile",
                keys: ["seccomp-profile"],
                byHand:
                    "remove \"seccomp-profile\" from /etc/docker/daemon.json, then `sudo systemctl restart docker` in a quiet hour (without live-restore it stops every container)",
                unless: { record in
                    record[.daemonSeccomp] == "unconfined"
                        ? nil
                        : "The daemon has a seccomp profile of its own; compare it with Docker's, and keep it if it is stricter."
                },
                { _ in [.remove(at: ["seccomp-profile"])] }
            ),
            good: "builtin",
            bad: "unconfined"
        ),
        .field(
            .docker,
            "use-apparmor",
            .dockerDaemon,
            .hasAppArmor,
            .is(true),
            title: "Docker confines containers with AppArmor",
            fault: "Docker does not confine containers with AppArmor",
            rationale:
                "One of the two barriers that stop a container's root from writing to the kernel's files is missing.",
            .medium,
            [Reference("Self-hosting guide", "Seccomp and AppArmor"), Reference("CIS Docker", "5.2")],
            fix: apparmor,
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "enable-iptables-rules",
            .dockerDaemon,
            .managesIPTables,
            .is(true),
            title: "Docker manages its iptables rules",
            fault: "Docker does not manage its iptables rules",
            rationale: "Without them containers are not separated, and the ports they publish follow no rule at all.",
            .medium,
            [Reference("CIS Docker", "2.4")],
            fix: .manual(
                "remove \"iptables\": false from /etc/docker/daemon.json, and reboot; close ports in DOCKER-USER instead",
                because: "Docker's rules were turned off on purpose, and other rules may have taken their place."
            ),
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "enable-ip6tables-rules",
            .dockerDaemon,
            .managesIP6Tables,
            .is(true),
            title: "Docker manages its ip6tables rules",
            fault: "Docker does not manage its ip6tables rules",
            rationale: "Containers with IPv6 addresses are reachable on every port from the whole internet.",
            .medium,
            [Reference("moby#21614"), Reference("moby#47747")],
            fix: .daemonFile(
                "\"ip6tables\": true",
                keys: ["ip6tables", "experimental"],
                byHand:
                    "remove \"ip6tables\": false from /etc/docker/daemon.json once no other rules take its place; before Docker 27 set \"ip6tables\" and \"experimental\" to true",
                unless: { record in
                    // Where it was turned off by hand, somebody else's rules may stand in its place.
                    guard case .text(let version) = record[.dockerVersion],
                        let major = version.split(separator: ".").first.flatMap({ Int($0) }), (20..<27).contains(major)
                    else { return "Docker's IPv6 rules were turned off by hand." }
                    return nil
                },
                // Before Docker 27 it counts only together with experimental features (moby#47747).
                { _ in [.set(true, at: ["experimental"]), .set(true, at: ["ip6tables"])] }
            ),
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "require-registry-tls",
            .dockerDaemon,
            .insecureRegistries,
            .is([]),
            title: "Docker requires verified TLS of every registry",
            fault: "Docker accepts a registry without verified TLS",
            rationale: "An attacker on the network path puts a program of their own into the image.",
            .high,
            [Reference("CIS Docker", "2.5")],
            fix: .manual(
                "give the registry a certificate, then remove it from \"insecure-registries\" in /etc/docker/daemon.json",
                because: "Pulls from the registry fail until it has a certificate."
            ),
            good: [],
            bad: ["registry.example.org:5000"]
        ),
        .field(
            .docker,
            "isolate-default-bridge",
            .dockerDaemon,
            .interContainer,
            .is(false),
            title: "Containers on the default bridge cannot reach each other",
            fault: "Containers on the default bridge can reach each other",
            rationale:
                "A compromised container reaches the ports of all the others, even those that are not published.",
            .low,
            [Reference("CIS Docker", "2.2")],
            fix: .daemonFile(
                "\"icc\": false",
                keys: ["icc"],
                byHand:
                    "\"icc\": false in /etc/docker/daemon.json, then a reboot at a convenient time; networks made by compose are not affected",
                unless: { record in
                    // moby's bridge driver keeps its settings while sandboxes of live-restore are active.
                    record[.runningContainers] == 0
                        ? nil : "The daemon changes its default bridge only while no container runs."
                },
                { _ in [.set(false, at: ["icc"])] }
            ),
            good: false,
            bad: true
        ),
        .field(
            .docker,
            "run-supported-engine",
            .dockerDaemon,
            .dockerIsSupported,
            .is(true),
            title: "Docker release is supported",
            fault: "Docker release is no longer supported",
            rationale: "Container escapes that were published since then stay open.",
            .medium,
            [Reference("Docker engine", "release notes")],
            fix: .manual(
                "install docker-ce from download.docker.com, or upgrade the distribution",
                because: "You decide where the engine comes from."
            ),
            good: true,
            bad: false
        ),
    ]

    private static let apparmor: Fix = {
        let byHand =
            "`sudo apt-get install apparmor && sudo systemctl restart docker`; where the kernel has "
            + "AppArmor turned off, first remove apparmor=0 from its command line and reboot. On a server in a container its "
            + "host decides"
        return Fix(byHand: byHand) { fault in
            guard let record = fault.records.first, record[.kernelHasAppArmor] == true, record[.liveRestore] == false,
                fault.profile.docker.liveRestore
            else {
                return .advise(
                    "The kernel must have AppArmor on, and Docker must restart to use it. By hand: \(byHand)"
                )
            }
            // The daemon sees it when it starts anew, which it does for daemon.json in this same plan.
            return .amend([.package("apparmor"), .unitRuns("apparmor.service", activation: .docker)])
        }
    }()
}
