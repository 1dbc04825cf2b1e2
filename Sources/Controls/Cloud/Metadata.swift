import Catalog
import Hardening

extension Control {
    static let blockMetadataFromContainers = Control(
        .cloud,
        "block-metadata-from-containers",
        title: "The provider's metadata service is blocked for containers",
        fault: "Containers can connect to the provider's metadata service",
        rationale:
            "A hijacked agent fetches http://169.254.169.254 and gets the server's cloud credentials and its user data, "
            + "passwords and tokens included.",
        severity: .high,
        references: [Reference("CWE-918"), Reference("AWS: Use IMDSv2"), Reference("MITRE ATT&CK", "T1552.005")],
        expects: [
            .each(
                .cloud,
                where: .cloudKind == "metadata service" && Field.cloudVendor.isSet && Field.metadataReachable.isSet,
                .metadataReachable,
                .is(false)
            )
        ],
        fix: .firewall(
            byHand: "`sudo iptables -I DOCKER-USER -d 169.254.169.254 -j REJECT`, and store the rule where the "
                + "other rules are"
        ),
        examples: [
            .compliant("rejected", .cloud, .metadata("Hetzner", false)),
            .drifted("open, as Docker leaves it", .cloud, .metadata("Amazon EC2", true)),
            .notApplicable("a machine of your own", [.facts(.cloud): .records([.metadata(.unset, true)])]),
            .unknown(
                "a mounted file system",
                .cloud,
                .metadata(
                    .unknown(.needsRunningSystem("needs a running system")),
                    .unknown(.needsRunningSystem("live"))
                )
            ),
        ]
    )
}

extension Record {
    fileprivate static func metadata(_ vendor: Value, _ isReachable: Value) -> Record {
        Record(
            "metadata service at 169.254.169.254",
            [.cloudKind: "metadata service", .cloudVendor: vendor, .metadataReachable: isReachable]
        )
    }
}
