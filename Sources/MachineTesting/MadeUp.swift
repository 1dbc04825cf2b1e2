import Catalog
public import Hardening

extension Control {
    /// A control that says nothing but what it expects and how that is put right.
    public static func madeUp(_ expects: Requirement, fix: Fix = .manual("do it", because: "Why.")) -> Control {
        Control(
            .openclaw,
            "look",
            title: "It is well",
            fault: "It is not",
            rationale: "Somebody does something.",
            severity: .low,
            references: [],
            expects: [expects],
            fix: fix,
            examples: []
        )
    }
}

extension Generation.About {
    /// A generation of no process that runs, whose deadline is over.
    public static func madeUp(ports: [Int] = [], reverts: [Int]? = nil) -> Self {
        Self(
            version: "1",
            profile: "standalone",
            created: 0,
            boot: "b",
            process: ProcessIdentity(pid: 1, began: 1),
            deadline: 0,
            ports: ports,
            reverts: reverts
        )
    }
}
