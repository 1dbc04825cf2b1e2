import Catalog
import Hardening

extension Catalogue {
    static let dockerIsolation: [Control] = [
        .field(
            .docker,
            "keep-default-seccomp",
            .dockerDaemon,
            .daemonSeccomp,
            .isOne(of: "builtin", "default"),
            title: "Containers run under Docker's seccomp profile",
            rationale: "System calls that only kernel exploits need are open to every container.",
            .high,
            [Reference("Self-hosting guide", "Seccomp and AppArmor"), Reference("CIS Docker", "2.17")],
            remedy: "remove \"seccomp-profile\" from /etc/docker/daemon.json",
            good: "builtin",
            bad: "unconfined"
        ),
        .field(
            .docker,
            "use-apparmor",
            .dockerDaemon,
            .hasAppArmor,
            .is(true),
            title: "Containers run under AppArmor",
            rationale:
                "One of the two walls that stop a container's root from writing to the kernel's files is missing.",
            .medium,
            [Reference("Self-hosting guide", "Seccomp and AppArmor"), Reference("CIS Docker", "5.2")],
            remedy:
                "sudo apt-get install apparmor && sudo systemctl restart docker; where the kernel has none, boot with it first",
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "let-docker-filter-ipv4",
            .dockerDaemon,
            .managesIPTables,
            .is(true),
            title: "Docker keeps its firewall rules",
            rationale: "Without them containers are not separated, and what they publish follows no rule at all.",
            .medium,
            [Reference("CIS Docker", "2.4")],
            remedy: "remove \"iptables\": false from daemon.json; close ports in DOCKER-USER instead",
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "let-docker-filter-ipv6",
            .dockerDaemon,
            .managesIP6Tables,
            .is(true),
            title: "Docker keeps its firewall rules for IPv6",
            rationale: "Containers with IPv6 addresses are reachable on every port from the whole internet.",
            .medium,
            [Reference("moby#21614"), Reference("moby#47747")],
            remedy:
                "remove \"ip6tables\": false from daemon.json; before Docker 27 set \"ip6tables\" and \"experimental\" to true",
            good: true,
            bad: false
        ),
        .field(
            .docker,
            "check-registries",
            .dockerDaemon,
            .insecureRegistries,
            .is([]),
            title: "Images come over checked encryption",
            rationale: "Whoever is on the way puts their own program into the image.",
            .high,
            [Reference("CIS Docker", "2.5")],
            remedy: "remove the registry from \"insecure-registries\", and give it a certificate",
            good: [],
            bad: ["registry.example.org:5000"]
        ),
        .field(
            .docker,
            "separate-default-bridge",
            .dockerDaemon,
            .interContainer,
            .is(false),
            title: "Containers of the default bridge do not reach each other",
            rationale: "A container taken over talks to all the others' ports, also those that are published nowhere.",
            .low,
            [Reference("CIS Docker", "2.2")],
            remedy: "\"icc\": false in daemon.json; networks made by compose are not affected",
            good: false,
            bad: true
        ),
        .field(
            .docker,
            "run-supported-engine",
            .dockerDaemon,
            .dockerIsSupported,
            .is(true),
            title: "The Docker engine's line still gets fixes",
            rationale: "Ways out of containers that were published since stay open.",
            .medium,
            [Reference("Docker engine", "release notes")],
            remedy: "install docker-ce from download.docker.com, or upgrade the distribution",
            good: true,
            bad: false
        ),
    ]
}
