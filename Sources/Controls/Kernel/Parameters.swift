import Catalog
import Hardening

extension Control {
    /// A parameter of the running kernel, and what files set it to at boot.
    ///
    /// `good` names acceptable values, the first of which the fix sets; `isStricter` accepts more by number.
    /// A kernel without the parameter is left alone. It may be wrong now, or only in a file for the next boot.
    static func kernelParameter(
        _ phrase: String,
        _ parameter: String,
        isOne good: [String],
        orWhere isStricter: @escaping @Sendable (Int) -> Bool = { _ in false },
        not bad: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        references: [Reference]
    ) -> Control {
        let accepts: @Sendable (String) -> Bool = { good.contains($0) || Int($0).map(isStricter) ?? false }
        func running(_ value: String) -> [Resource: State] {
            [.kernelParameter(parameter): .value(value), .facts(.sysctlFiles): .records([])]
        }
        func files(_ value: String) -> [Resource: State] {
            [
                .kernelParameter(parameter): .value(good[0]),
                .facts(.sysctlFiles): .records([
                    Record(
                        "\(parameter) at boot",
                        [.parameter: .text(parameter), .bootValue: .text(value)],
                        origins: [.bootValue: Origin("/etc/sysctl.d/99-local.conf", line: 1)]
                    )
                ]),
            ]
        }
        return Control(
            .kernel,
            phrase,
            title: title,
            fault: "\(fault), now or after the next boot",
            rationale: rationale,
            severity: severity,
            references: references,
            requires: [
                Requirement(
                    .kernelParameter(parameter),
                    "\(parameter) is \(good.joined(separator: " or "))",
                    applies: { $0 != .absent }
                ) { state in
                    guard case .value(let value) = state, !accepts(value) else { return state }
                    return .value(good[0])
                }
            ],
            expects: [
                .fileSetting(
                    of: parameter,
                    where: .parameter == .text(parameter)
                        && Field.bootValue.satisfies {
                            if case .text(let value) = $0 { !accepts(value) } else { false }
                        },
                    "no file sets \(parameter) to something weaker at boot"
                )
            ],
            fix: .kernelParameter(parameter, good[0]),
            examples: good.map { .compliant("set to \($0)", running($0)) } + [
                .notApplicable("a kernel without it", [.facts(.sysctlFiles): .records([])]),
                .drifted("set to \(bad)", running(bad)),
                .drifted("right now, wrong after the next boot", files(bad)),
                .compliant("a file says the same", files(good[0])),
            ]
        )
    }

    /// A parameter that holds on each interface.
    static func interfaceParameter(
        _ phrase: String,
        _ parameter: String,
        isOne good: [Int],
        not bad: Int,
        where filter: Filter = .always,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        references: [Reference]
    ) -> Control {
        let words = parameter.split(separator: " ")
        let path = "net.\(words[0].lowercased()).conf"
        let name = words[1]
        let isOnRouters = parameter == "IPv6 accept_ra"
        func taken(_ record: Record) -> Record {
            var record = record
            record[.advertisementsTakenBy] = "systemd-networkd"
            return record
        }
        func record(_ value: Value) -> Record {
            Record(
                "\(parameter) on eth0",
                [
                    .parameter: .text(parameter), .networkInterface: "eth0", .effectiveValue: value,
                    .autoconfigured: false,
                ]
            )
        }
        return Control(
            .kernel,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: [
                .each(
                    .sysctlFiles,
                    where: .parameter == .text(parameter) && filter,
                    .effectiveValue,
                    Constraint("is \(good.map(String.init).joined(separator: " or "))") { value in
                        if case .number(let number) = value, good.contains(number) { value } else { .number(good[0]) }
                    }
                )
            ],
            fix: .interfaces(
                ["all", "default", "*"].map { "\(path).\($0).\(name) = \(good[0])" },
                needsStaticRoutes: isOnRouters
            ),
            examples: good.map { .compliant("set to \($0)", .sysctlFiles, record(.number($0))) } + [
                .drifted("set to \(bad)", .sysctlFiles, record(.number(bad)))
            ]
                + (isOnRouters
                    ? [.drifted("taken by systemd-networkd", .sysctlFiles, taken(record(.number(bad))))] : []) + [
                    .unknown(
                        "a mounted file system",
                        .sysctlFiles,
                        record(.unknown(.needsRunningSystem("needs a running system")))
                    )
                ]
        )
    }
}

extension Requirement {
    /// Like `none`, but silent where no file speaks of the parameter: a kernel may not have it at all.
    static func fileSetting(of parameter: String, where filter: Filter, _ summary: String) -> Self {
        let base = Requirement.none(.sysctlFiles, where: filter, summary)
        return Requirement(
            base.resource,
            summary,
            applies: { $0.records.contains { $0[.parameter] == .text(parameter) } },
            blindSpots: base.blindSpots,
            amend: base.amend
        )
    }
}
