import ArgumentParser
import Documents
import Hardening
import LinuxMachine
import Reports

extension Generation {
    /// What `nacre history` and `nacre status` tell programs of it.
    var json: JSONValue {
        let shown = Sanitizer.report
        let reverts = about.reverts ?? []
        var members: [(String, JSONValue)] = [
            ("generation", .integer(number)),
            ("created", .string(Timestamp(about.created).machine)),
            ("profile", .string(shown.line(about.profile))),
            ("changes", .integer(plan.changes.count)),
            ("progress", .string("\(progress)")),
        ]
        if let cause = rollbackCause { members.append(("undoneBecause", .string(shown.line("\(cause)")))) }
        if !reverts.isEmpty { members.append(("reverts", .array(reverts.map(JSONValue.integer)))) }
        if about.lifts == true { members.append(("lifts", .flag(true))) }
        if progress == .unconfirmed, about.boot == Uptime.boot {
            members.append(("secondsLeft", .integer(max(0, about.deadline - Uptime.now))))
        }
        return .object(members)
    }
}

/// How a listing is written.
enum ListingFormat: String, CaseIterable, ExpressibleByArgument { case text, json }
