import Catalog
import Hardening

extension Control {
    static let keepForwardingForDocker = Control(
        .kernel,
        "keep-forwarding-for-docker",
        title: "Forwarding stays enabled where containers need it",
        fault: "A file disables forwarding at boot, which containers need",
        rationale:
            "A hardening guide's ip_forward = 0 cuts every container off at the next boot; people then drop the whole "
            + "hardening file, and what else it did is gone.",
        severity: .medium,
        references: [
            Reference("Docker: Packet filtering and firewalls", "Forwarding"), Reference("moby/moby", "47966"),
        ],
        expects: [
            .none(
                .sysctlFiles,
                where: Field.parameter.isOne(of: ["net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding"])
                    && .containersForward == true && .bootValue == "0",
                "no file sets net.ipv4.ip_forward to 0 at boot"
            )
        ],
        fix: .forwarding,
        examples: [
            .compliant("a file says 1", .sysctlFiles, .forwarding("1", docker: true)),
            .compliant("no containers here", .sysctlFiles, .forwarding("0", docker: false)),
            .drifted("a guide's file", .sysctlFiles, .forwarding("0", docker: true)),
        ]
    )
}

extension Record {
    fileprivate static func forwarding(_ value: String, docker: Bool) -> Record {
        Record(
            "net.ipv4.ip_forward at boot",
            [
                .parameter: "net.ipv4.ip_forward", .bootValue: .text(value), .containersForward: .flag(docker),
            ],
            origins: [.bootValue: Origin("/etc/sysctl.d/99-hardening.conf", line: 3)]
        )
    }
}
