import Catalog
import Documents
import Hardening

// How sshd's configuration is put right: in Nacre's own drop-in, which is read first.
extension Fix {
    /// One setting for everybody, Match blocks included; what is stricter already stays.
    ///
    /// - Parameters:
    ///   - setting: the keyword, and the loosest value that will do.
    ///   - byHand: what a person does, where it is more than the line of that setting.
    ///   - cost: what stops working for people who rely on it.
    /// - Returns: a fix that writes the setting.
    static func sshd(_ setting: SSHSetting, byHand: String? = nil, cost: String? = nil) -> Self {
        .sshd(byHand: byHand ?? ByHand.sshd(setting.line), cost: cost) { directives, _ in
            .amend(directives.amendments(setting))
        }
        .outsideMatch(setting.line)
    }

    /// A value that Match blocks cannot replace, whatever was there.
    static func sshd(_ keyword: String, _ value: String) -> Self {
        .sshd(byHand: ByHand.sshd("\(keyword) \(value)")) { directives, _ in
            .amend(directives.amendments(keyword, value))
        }
        .outsideMatch("\(keyword) \(value)")
    }

    /// Takes algorithms out of a list; the field shows the list that sshd uses now.
    static func sshd(
        _ keyword: String,
        without patterns: [String],
        from field: Field,
        byHand: String? = nil
    ) -> Self {
        let line = "\(keyword) -\(patterns.joined(separator: ","))"
        return .sshd(byHand: byHand ?? ByHand.sshd(line)) { directives, _ in
            guard let amendments = directives.amendments(keyword, without: patterns, from: field) else {
                return .advise("\(keyword) names weak algorithms only. Remove the line; sshd's own list is strong.")
            }
            return .amend(amendments)
        }
    }

    /// Turns a method off with which people log in, once somebody has a key.
    static func sshd(turnOff setting: SSHSetting, method: String, cost: String? = nil) -> Self {
        .sshd(
            byHand: "Test a key login in a second session first. Then: \(ByHand.sshd(setting.line))",
            cost: cost,
            needs: SSHAccess.needs
        ) { directives, fault in
            let chains = directives.lines("AuthenticationMethods").filter { line in
                line.value.split { $0 == " " || $0 == "," }.contains { $0.split(separator: ":").first ?? "" == method }
            }
            if let chain = chains.first {
                return .advise(
                    "\(chain.file) has AuthenticationMethods \(chain.value), which sshd rejects once \(method) is off. "
                        + "Remove \(method) from the line, or put publickey before it."
                )
            }
            do throws(Unknown) {
                guard try !SSHAccess(fault.snapshot).keyHolders.isEmpty else {
                    return .advise(
                        "Nobody could log in: no account has an authorized key that works. From your own computer: "
                            + "ssh-copy-id NAME@SERVER, then apply again."
                    )
                }
            } catch {
                return .advise("Whether anybody has a key could not be determined: \(error.why)")
            }
            return .amend(directives.amendments(setting))
        }
        .outsideMatch(setting.line) { $0.keyHolders.isEmpty ? SSHAccess.firstKey : nil }
    }

    /// A fix that starts from what sshd's configuration says.
    ///
    /// - Parameters:
    ///   - byHand: how a person does the same.
    ///   - cost: what stops working for people who rely on it.
    ///   - needs: what must be observed besides sshd's configuration.
    ///   - answer: what is to be done, from the configuration and from what the audit found.
    /// - Returns: a fix that writes nothing where the configuration is not known as a whole.
    static func sshd(
        byHand: String,
        cost: String? = nil,
        needs: Set<Resource> = [],
        answer: @escaping @Sendable (SSHDirectives, Fault) -> Answer
    ) -> Self {
        Self(byHand: byHand, cost: cost, needs: needs.union(SSHDirectives.needs)) { fault in
            guard let directives = SSHDirectives(fault.snapshot) else {
                return .advise("sshd's configuration is not known as a whole, so Nacre writes nothing into it.")
            }
            return answer(directives, fault)
        }
    }
}
