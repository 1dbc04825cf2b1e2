extension FirewallPolicy {
    /// The marks around what is Nacre's in a file that is UFW's.
    static let opening = "# BEGIN NACRE"
    static let closing = "# END NACRE"

    /// UFW's `user.rules` or `user6.rules` with the policy's rules in place of those that let others in.
    ///
    /// They are what `ufw allow` and `ufw deny out` would have written; the tuples are UFW's own notation of them, which
    /// `ufw status` shows. ufw-framework(8). What a person refuses stays in front, and what they let out behind what the
    /// policy refuses. Nothing where the file has no place for rules.
    public func ufwUserRules(_ family: AddressFamily, _ file: String) -> String? {
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: UFWRule.start) else { return nil }
        // The file that UFW is shipped with has no end yet.
        let rest = lines[(start + 1)...]
        let end = rest.firstIndex(of: UFWRule.end)
        let own = ufwRules(family)
        let kept = UFWRule.all(end.map { rest[..<$0] } ?? []).filter { stays($0) && !own.contains($0.tuple) }
        var written: [String] = Array(lines[...start])
        written += kept.filter { !$0.isOutgoing }.flatMap(\.lines)
        written += own
        written += kept.filter(\.isOutgoing).flatMap(\.lines)
        written += ["", UFWRule.end]
        written += end.map { rest[($0 + 1)...] } ?? rest
        return written.joined(separator: "\n")
    }

    /// What the file lets in that the policy does not, in UFW's notation.
    public func ufwOpeningsToClose(_ family: AddressFamily, _ file: String) -> [String] {
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: UFWRule.start), let end = lines.firstIndex(of: UFWRule.end), start < end
        else { return [] }
        let own = ufwRules(family)
        return UFWRule.all(lines[(start + 1)..<end]).filter { !stays($0) && !own.contains($0.tuple) }.map(\.name)
    }

    /// Whether a person's rule goes on: one that refuses something the policy does not open, or is about other traffic.
    private func stays(_ rule: UFWRule) -> Bool {
        if rule.isRouted { return true }
        if rule.isOutgoing { return rule.isRefusing || !rule.concerns(blockedEgress) }
        guard rule.isRefusing else { return false }
        return !rule.isForEverybody || !rule.concerns(openings.map { $0.port...$0.port })
    }

    private func ufwRules(_ family: AddressFamily) -> [String] {
        let prefix = family == .ipv4 ? "ufw" : "ufw6"
        let any = family == .ipv4 ? "0.0.0.0/0" : "::/0"
        let allowed = openings.flatMap { opening in
            (opening.sources(family)?.map(\.description) ?? [any]).flatMap { source in
                [
                    "", "### tuple ### allow \(opening.transportName) \(opening.port) \(any) any \(source) in",
                    "-A \(prefix)-user-input -p \(opening.transportName) --dport \(opening.port)"
                        + "\(source == any ? "" : " -s \(source)") -j ACCEPT",
                ]
            }
        }
        let denied = blockedEgress.flatMap { range in
            let ports = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
            return [
                "", "### tuple ### deny tcp \(ports) \(any) any \(any) out",
                "-A \(prefix)-user-output -p tcp \(range.count == 1 ? "" : "-m multiport ")"
                    + "--dport\(range.count == 1 ? "" : "s") \(ports) -j DROP",
            ]
        }
        return allowed + denied
    }

    /// UFW's `before.rules` or `before6.rules` with the limit for each source put in, just before its end.
    ///
    /// Nothing where the file has no end to put it before.
    public func ufwBeforeRules(_ family: AddressFamily, _ file: String) -> String? {
        let chain = family == .ipv4 ? "ufw-before-input" : "ufw6-before-input"
        let own = (inputRules(family).filter { $0.contains("hashlimit") } + serviceRules(family)).map {
            "-A \(chain) \($0)"
        }
        var lines = Self.withoutOwn(file)
        guard let start = lines.firstIndex(of: "*filter"),
            let end = lines[start...].firstIndex(of: "COMMIT")
        else { return nil }
        lines.insert(contentsOf: [Self.opening] + own + [Self.closing], at: end)
        return lines.joined(separator: "\n")
    }

    private static func withoutOwn(_ file: String) -> [String] {
        var isOwn = false
        var lines: [String] = []
        for line in file.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == opening { isOwn = true }
            if !isOwn { lines.append(String(line)) }
            if line == closing { isOwn = false }
        }
        return lines
    }
}
