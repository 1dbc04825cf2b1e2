import Documents
import Hardening

extension Fix {
    /// A setting of the file of approvals, wherever it stands in it; the gateway reads it at each question.
    static func approvals(_ key: String, _ value: JSONValue, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            guard !fault.records.contains(where: { $0[.approvalsAreInDatabase] == true }) else {
                return .manual(
                    "take the file out of openclaw approvals get --json, correct \(key) in it wherever it stands, and "
                        + "run openclaw approvals set --file FILE",
                    because: "The approvals are in the gateway's database, which OpenClaw alone writes."
                )
            }
            let rule = ConfigurationRule.set(ConfigurationPattern([.anywhere, .key(key)]), to: value, creates: false)
            return .amendments([fault.site.approvals(rule)])
        }
    }
}

extension OpenClawSite {
    /// What makes the file of approvals follow the rule.
    fileprivate func approvals(_ rule: ConfigurationRule) -> Amendment {
        let path = "\(directory)/exec-approvals.json"
        return Amendment(.file(path), rule.summary) { state throws(Amendment.Failure) in
            guard case .file(var file) = state else { throw Amendment.Failure("is not there") }
            do {
                let document = try JSONDocument(file.bytes)
                let edits = rule.edits(of: ConfigurationFile(document: document, place: []))
                guard !edits.isEmpty else { return state }
                file.bytes = try document.applying(edits).bytes
                file.mode &= 0o600
                return .file(file)
            } catch {
                throw Amendment.Failure("\(error)")
            }
        }
    }
}
