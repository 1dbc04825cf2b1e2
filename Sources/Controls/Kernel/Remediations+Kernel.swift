import Hardening

extension Catalogue {
    static func kernelRemediations(_ profile: Profile) -> [Remediation] {
        let owned = Set(Control.ownedFiles.map(\.id))
        return kernel(profile).filter { !owned.contains($0.id) }.map { control in
            if case .kernelParameter(let name)? = control.requirements.first?.resource {
                .parameter(name, control)
            } else if control.id == Control.keepForwarding.id {
                .forwarding(control)
            } else {
                .interfaces(control)
            }
        }
    }
}

extension Remediation {
    /// The parameter as it is now, and as Nacre's file sets it at boot.
    fileprivate static func parameter(_ name: String, _ control: Control) -> Self {
        Self(control.id) { snapshot in
            guard let requirement = control.requirements.first,
                case .state(let now) = snapshot[.kernelParameter(name)],
                case .value(let wanted) = requirement.amend(now)
            else { return .advise("The kernel has no \(name); nothing is to be set.") }
            if let file = Self.fileAfterOurs(setting: name, snapshot) { return .advise(Self.shadowed(name, by: file)) }
            // What is stricter already stays so after the next boot.
            let summary = "\(name) = \(wanted)"
            return .amend([
                Amendment(.kernelParameter(name), summary) { state in
                    state == .absent ? state : requirement.amend(state)
                },
                SysctlFile.sets([.init(name: name, value: wanted)], because: summary),
            ])
        }
    }

    /// Docker switches forwarding on when it starts; the file keeps another one's 0 from taking it away again.
    fileprivate static func forwarding(_ control: Control) -> Self {
        Self(control.id) { snapshot in
            let drifted = control.drifted(snapshot).map(\.before)
            let names = drifted.compactMap { if case .text(let name) = $0[.parameter] { name } else { nil } }
            for name in names {
                if let file = Self.fileAfterOurs(setting: name, snapshot) {
                    return .advise(Self.shadowed(name, by: file))
                }
            }
            return .amend([
                SysctlFile.sets(
                    names.sorted().map { .init(name: $0, value: "1") },
                    because: "containers are forwarded for after the next boot too"
                )
            ])
        }
    }

    /// Each interface on which the parameter does not hold.
    fileprivate static func interfaces(_ control: Control) -> Self {
        Self(control.id, needs: [.file(Self.routes)]) { snapshot in
            let drifted = control.drifted(snapshot).compactMap { InterfaceSetting($0.before, wanted: $0.after) }
            if control.id == Control.ignoreRouterAdvertisements.id,
                let advice = Self.adviceOnRouters(drifted.map(\.interface), snapshot)
            {
                return .advise(advice)
            }
            return .amend(drifted.flatMap { $0.amendments(snapshot) }.uniqued)
        }
    }

    private static let routes = "/proc/net/ipv6_route"

    /// An interface may have a static address and still learn its way out from the router.
    ///
    /// The last but one column of /proc/net/ipv6_route holds flags; RTF_ADDRCONF, 0x40000, marks what a router announced
    /// (<linux/ipv6_route.h>).
    private static func adviceOnRouters(_ interfaces: [String], _ snapshot: Snapshot) -> String? {
        let learnt: [String]
        switch snapshot[.file(routes)] {
        case .state(.file(let file)):
            learnt = (file.text ?? "").split(separator: "\n").compactMap { line in
                let words = line.split(separator: " ")
                guard words.count == 10, let flags = UInt32(words[8], radix: 16), flags & 0x40000 != 0 else {
                    return nil
                }
                return String(words[9])
            }.filter(interfaces.contains)
        case .state: learnt = []
        case .unreadable(let why):
            return "Whether a route of the server comes from a router's advertisement could not be read (\(why)), so "
                + "Nacre leaves accept_ra as it is."
        }
        guard let interface = learnt.first else { return nil }
        return
            "The IPv6 address of \(interface) is static, but its routes come from a router's advertisements: without "
            + "them IPv6 would end. Add a static default route first (ip -6 route), then set "
            + "net.ipv6.conf.\(interface).accept_ra = 0."
    }

    /// A file that is read after Nacre's own and sets the parameter.
    static func fileAfterOurs(setting name: String, _ snapshot: Snapshot) -> String? {
        SysctlFile.laterFile(setting: name, in: snapshot)
    }

    static func shadowed(_ name: String, by file: String) -> String {
        SysctlFile.advice(name, setBy: file)
    }
}

extension Control {
    /// Records of the control's expectation that are not as it wants them, and how they would be.
    fileprivate func drifted(_ snapshot: Snapshot) -> [(before: Record, after: Record)] {
        expectations.flatMap { expectation -> [(before: Record, after: Record)] in
            guard case .state(let state) = snapshot[expectation.resource] else { return [] }
            let after = expectation.amend(state).records
            // One that forbids records leaves them out.
            guard after.count == state.records.count else {
                return state.records.filter { !after.contains($0) }.map { ($0, $0) }
            }
            return zip(state.records, after).filter { $0 != $1 }.map { ($0, $1) }
        }
    }
}

extension [Amendment] {
    /// Each resource and summary once: several interfaces ask for the same `all`.
    fileprivate var uniqued: [Amendment] {
        var seen: Set<String> = []
        return filter { seen.insert("\($0.resource) \($0.summary)").inserted }
    }
}
