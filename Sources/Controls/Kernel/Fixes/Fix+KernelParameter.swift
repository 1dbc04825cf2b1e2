import Hardening

extension Fix {
    /// The parameter of the running kernel, and Nacre's file for the next boot.
    static func kernelParameter(_ name: String, _ value: String) -> Self {
        Self(byHand: ByHand.kernel(["\(name) = \(value)"])) { fault in
            guard let requirement = fault.control.requirements.first,
                case .state(let now) = fault.snapshot[.kernelParameter(name)],
                case .value(let wanted) = requirement.amend(now)
            else { return .advise("The kernel has no parameter \(name); nothing needs to be set.") }
            if let file = SysctlFile.overruler(of: name, fault.snapshot) { return .overruled(name, by: file) }
            // What is stricter already stays so after the next boot.
            let summary = "\(name) = \(wanted)"
            return .amend([
                Amendment(.kernelParameter(name), summary) { state in
                    state == .absent ? state : requirement.amend(state)
                },
                SysctlFile.sets([.init(name: name, value: wanted)], because: summary),
            ])
        }
        .outranking()
    }

    /// Docker enables forwarding when it starts; the file keeps another one's 0 from taking it away again.
    static let forwarding = Self(
        byHand: "Delete the line that the evidence names, or set it to 1"
    ) { fault in
        let names = fault.records.compactMap { if case .text(let name) = $0[.parameter] { name } else { nil } }
        for name in names {
            if let file = SysctlFile.overruler(of: name, fault.snapshot) { return .overruled(name, by: file) }
        }
        return .amend([
            SysctlFile.sets(
                names.sorted().map { .init(name: $0, value: "1") },
                because: "containers are forwarded for after the next boot too"
            )
        ])
    }
}

extension Fix.Answer {
    /// A file that is read after Nacre's sets the parameter.
    static func overruled(_ name: String, by file: String) -> Self {
        .advise("\(file) is read after Nacre's own \(SysctlFile.path) and sets \(name): delete that line.")
    }
}

extension Fix {
    /// Where a file that is read after the one a person would write sets the parameter, only a change there counts.
    func outranking() -> Self {
        toldHere { fault, _ in
            let places = fault.records.compactMap { row -> String? in
                guard let origin = row.origins[.bootValue], SysctlFile.isReadLater(origin.file) else { return nil }
                return ByHand.place(origin)
            }.uniqued
            guard !places.isEmpty else { return nil }
            let wanted = fault.control.requirements.map(\.summary).joined(separator: ", ")
            return "Take the line out of \(places.joined(separator: " and ")), which is read after every file of yours"
                + (wanted.isEmpty ? "" : ": \(wanted)")
                + ". Then have it read anew: `sudo systemctl restart systemd-sysctl`"
        }
    }
}

extension SysctlFile {
    /// Whether systemd-sysctl(8) reads the file after Nacre's own.
    static func isReadLater(_ file: String) -> Bool {
        func base(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        return file != path && !base(file).utf8.lexicographicallyPrecedes(base(path).utf8)
    }

    /// A file that is read after Nacre's own and sets the parameter; none where there is no such file.
    static func overruler(of name: String, _ snapshot: Snapshot) -> String? {
        guard case .state(let state) = snapshot[.facts(.sysctlFiles)] else { return nil }
        let record = state.records.first { $0[.parameter] == .text(name) && $0.origins[.bootValue] != nil }
        guard let file = record?.origins[.bootValue]?.file else { return nil }
        return isReadLater(file) ? file : nil
    }
}
