import Documents
import Hardening

extension Catalogue {
    static func containerRemediations(_ profile: Profile) -> [Remediation] {
        containerIdentityWays(profile) + containerWallWays(profile) + containerLimitWays(profile)
            + containerExposureWays(profile) + containerAdvice + otherContainerAdvice
            + [runGatewayWay(profile), readOnlyConfigurationWay(profile)]
    }

    private static let containerAdvice: [Remediation] = [
        .person(
            "container.pin-image",
            "A pinned image gets no fixes by a pull any more, so that somebody has to look after it: "
                + "image: ghcr.io/openclaw/openclaw:VERSION@sha256:DIGEST, with docker image inspect for the digest."
        ),
        .person(
            "container.hand-in-no-devices",
            "What the device is for cannot be told: remove devices: from the service, then docker compose up -d."
        ),
        .person(
            "container.keep-own-namespaces",
            "On a network of its own the container has other addresses, and ports must be published: remove "
                + "network_mode: host, pid: host and ipc: host from the service, and publish 127.0.0.1:18789:18789."
        ),
        .person(
            "container.mount-no-system-directories",
            "What is worked on there must first be moved: mount only OpenClaw's state and workspace directories."
        ),
        .person(
            "container.keep-secrets-out-of-environment",
            "The secret has to be moved, and openclaw.json has to name its new place: mount it as a file under "
                + "/run/secrets and use a secret provider of kind file."
        ),
        .person(
            "container.keep-secrets-out-of-compose-files",
            "Whoever has seen the file has seen the secret: make a new one, and put it into .env with mode 600."
        ),
        .person(
            "container.publish-others-on-loopback",
            "Who uses the port cannot be told: publish it on 127.0.0.1, or not at all; containers of one network "
                + "reach each other anyway."
        ),
        .person(
            "container.stay-healthy",
            "Why the gateway does not answer is for a person to find: docker logs NAME."
        ),
    ]
}

/// Who the container is: its account and what that account may do.
extension Catalogue {
    fileprivate static func containerIdentityWays(_ profile: Profile) -> [Remediation] {
        [
            .compose("run-as-user", profile) { target in
                switch ContainerAccount(target) {
                case .obstacle(let why): .refuse(why)
                case .account(let user, let owner, let group):
                    .amend(ContainerAccount.amendments(target, user, owner, group))
                }
            },
            .compose("drop-capabilities", profile) { target in
                // Root without capabilities cannot even read what belongs to others.
                if case .obstacle(let why) = ContainerAccount(target) { return .refuse(why) }
                return .amend([
                    target.setting("cap_drop: [ALL]") { compose throws(SyntaxError) in
                        try compose.include(["ALL"], in: "cap_drop", of: target.service)
                    }
                ])
            },
            .compose("forbid-new-privileges", profile) { target in
                .amend([
                    target.setting("no-new-privileges") { compose throws(SyntaxError) in
                        try compose.include(["no-new-privileges:true"], in: "security_opt", of: target.service)
                    }
                ])
            },
            .compose("run-unprivileged", profile) { .amend([$0.unprivileged]) },
            .compose("add-no-capabilities", profile) { target in
                .amend(
                    [target.unprivileged]
                        + target.editing("no capabilities beyond Docker's own") { compose throws(SyntaxError) in
                            try compose.remove(from: "cap_add", of: target.service) { item in
                                !ordinaryCapabilities.contains(Self.capability(item.text ?? ""))
                            }
                        }
                )
            },
        ]
    }

    private static func capability(_ name: String) -> String {
        let upper = name.uppercased()
        return upper.hasPrefix("CAP_") ? String(upper.dropFirst(4)) : upper
    }

    /// Those that Docker gives by itself (`oci/caps/defaults.go` of moby).
    private static let ordinaryCapabilities: Set<String> = [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW",
        "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ]
}

extension ComposeTarget {
    var unprivileged: Amendment {
        let service = self.service
        return setting("privileged: false") { compose throws(SyntaxError) in
            try compose.set(false, at: ["privileged"], of: service)
        }
    }
}
