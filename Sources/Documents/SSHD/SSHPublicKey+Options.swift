extension SSHPublicKey {
    /// What an option is set to, without its quotes; none where it is not there.
    public func value(of option: String) -> String? {
        for text in options {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].lowercased() == option else { continue }
            var value = parts[1]
            if value.count > 1, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
            return value.split(separator: "\\\"", omittingEmptySubsequences: false).joined(separator: "\"")
        }
        return nil
    }

    /// Whether `from=` with these patterns takes a client at the address.
    ///
    /// sshd compares with names only where `UseDNS` is on; they count as not matching. auth2-pubkeyfile.c
    public static func takes(from patterns: String, address: String) -> Bool {
        guard SSHDAddress(address) != nil else { return false }
        return SSHDAddressList.answer(address, list: patterns) == .match
    }

    /// Options that sshd knows; a key with any other is never taken. auth-options.c
    public static let knownOptions: Set<String> = [
        "restrict", "cert-authority", "port-forwarding", "no-port-forwarding", "agent-forwarding",
        "no-agent-forwarding", "x11-forwarding", "no-x11-forwarding", "pty", "no-pty", "user-rc", "no-user-rc",
        "touch-required", "no-touch-required", "verify-required", "no-verify-required", "command", "principals", "from",
        "expiry-time", "environment", "permitopen", "permitlisten", "tunnel",
    ]

    /// Seconds since 1970 of `YYYYMMDD[HHMM[SS]][Z]`, taken as UTC; none for anything else, by which no key is taken.
    public static func seconds(ofTime text: String) -> Int? {
        let digits = text.hasSuffix("Z") || text.hasSuffix("z") ? text.dropLast() : text[...]
        guard [8, 12, 14].contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        func number(_ from: Int, _ count: Int) -> Int { Int(digits.dropFirst(from).prefix(count)) ?? 0 }
        let (year, month, day) = (number(0, 4), number(4, 2), number(6, 2))
        guard (1...12).contains(month), (1...31).contains(day), number(8, 2) < 24, number(10, 2) < 60 else {
            return nil
        }
        // Days from 1970-03-01 by years that begin with March.
        let shifted = month > 2 ? year : year - 1
        let leaps = shifted / 4 - shifted / 100 + shifted / 400
        let days = 365 * shifted + leaps + (153 * ((month + 9) % 12) + 2) / 5 + day - 719_469
        return days * 86_400 + number(8, 2) * 3600 + number(10, 2) * 60 + number(12, 2)
    }
}
