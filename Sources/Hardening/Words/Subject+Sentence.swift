extension Subject {
    /// How a thing of the kind is told of where its fields one after the other would be no sentence; none where they are.
    var sentence: ((Record) -> String?)? {
        switch self {
        case .chains:
            { record in
                guard let path = record.told(.chainPath), let act = record.told(.chainAct) else { return nil }
                return "\(path): \(act)" + (record.told(.chainCut).map { "; the cheapest cut: \($0)" } ?? "")
            }
        case .openclawAdvisories:
            { record in
                guard let what = record.told(.advisorySummary), let fixed = record.told(.advisoryFixed) else {
                    return nil
                }
                return "\(what) (\(record.told(.advisorySeverity).map { "\($0), " } ?? "")fixed in \(fixed))"
            }
        case .openclawProblems:
            { record in
                guard let problem = record.told(.problem) else { return nil }
                let kind = record.told(.problemKind)
                let isNamed = kind == nil || problem.contains(kind ?? "") || kind == "error"
                return (isNamed ? problem : "\(kind ?? ""): \(problem)")
                    + (record[.isRefused] == true ? "; OpenClaw does not start with it as it stands" : "")
            }
        case .pendingUpdates:
            { record in
                guard let old = record.told(.installedVersion), let new = record.told(.availableVersion) else {
                    return nil
                }
                let what = record[.isSecurityFix] == true ? "mends a security fault" : "is there"
                return "\(old) is installed, and \(new) \(what)"
            }
        case .secretFindings:
            { record in
                guard let kind = record.told(.findingKind) else { return nil }
                let who = record[.findingIsWorldReadable] == true ? ", readable by every account" : ""
                return kind + who + (record.told(.findingTwins).map { "; the same one is also in \($0)" } ?? "")
            }
        case .sysctlFiles:
            { record in record.told(.bootValue).map { "is set to \($0) at boot" } }
        case .trustedPlaces:
            { record in
                guard let writer = record.told(.trustedWriter) else { return nil }
                return "can be written by \(writer)"
                    + (record.told(.trustedReader).map { ", and is read by \($0)" } ?? "")
            }
        default: nil
        }
    }
}

extension Record {
    /// The value of a field, where it has one.
    fileprivate func told(_ field: Field) -> String? {
        switch self[field] {
        case .unset, .unknown, .list([]), .text(""): nil
        case let value: "\(value)"
        }
    }
}
