import Catalog
import Documents
import Hardening

extension Fix {
    /// A line for everybody does nothing against one in a Match block, which has to go itself; and none is to be written
    /// that locks everybody out.
    ///
    /// - Parameters:
    ///   - line: what a person writes for everybody.
    ///   - objection: what has to be done before it, by who can log in; none where nothing has.
    /// - Returns: the fix, with steps for what was found.
    func outsideMatch(_ line: String, unless objection: (@Sendable (SSHAccess) -> String?)? = nil) -> Self {
        let needs = objection == nil ? [] : SSHAccess.needs
        let usual = byHand
        return toldHere(seeing: needs.union([.facts(.sshDirectives)])) { fault, _ in
            if let objection {
                do throws(Unknown) {
                    if let first = objection(try SSHAccess(fault.snapshot)) { return first }
                } catch {
                    return "Whether anybody could still log in could not be determined (\(ByHand.plain(error.why))): "
                        + "log in with a key in a second session first, then write \(line) into \(SSHDirectives.main)"
                }
            }
            let blocks = MatchedLine.all(of: line, in: fault)
            guard !blocks.isEmpty else { return nil }
            let places = blocks.map { "\(ByHand.place($0.origin)) (Match \(ByHand.plain($0.criteria)))" }.uniqued
            // Not every login that was found need be in such a block.
            let isAll = fault.records.allSatisfy { row in blocks.contains { row.origins.values.contains($0.origin) } }
            return "Take the line out of the Match block, at \(places.joined(separator: " and ")), for no line outside "
                + "of the block counts against it. "
                + (isAll
                    ? "Then check with sshd -t, and reload ssh." : usual)
        }
    }
}

/// A line of sshd's configuration in a Match block that decided what was found.
private struct MatchedLine {
    let origin: Origin
    let criteria: String

    static func all(of line: String, in fault: Fault) -> [MatchedLine] {
        let found = Set(fault.records.flatMap(\.origins.values))
        let keyword = SSHDFile.canonical(String(line.prefix { $0 != " " }))
        return fault.snapshot.records(.sshDirectives).compactMap { directive in
            guard directive[.keyword] == .text(keyword), case .text(let criteria) = directive[.criteria],
                let origin = directive.origins[.settingValue], found.contains(origin)
            else { return nil }
            return MatchedLine(origin: origin, criteria: criteria)
        }
    }
}
