import Glibc
import Hardening
public import Leaks

/// What was looked through for known values, so that the next look can leave it out.
public struct LeakMark: Codable, Equatable, Sendable {
    /// The version of Nacre that looked: another one may look at more.
    let version: String
    /// When the look began that all files were looked at in, and all entries of the journal.
    private(set) var files: Int
    private(set) var journal: Int
    /// Fingerprints of the values that were looked for.
    let values: Set<String>
    /// Files and directories that are looked at again whatever their times: something lies in them, or they could not be read.
    private(set) var again: Set<String> = []
    /// What the search began at.
    let beginnings: [String: Inode]
    /// Gaps that were told and that do not go away by looking again.
    private(set) var gaps: Set<Omission> = []

    /// More is not kept: then everything is looked at again.
    private static let most = 10_000
    /// Pages that a program has mapped and writes to get no newer time until they are on the disk (`vm.dirty_expire_centisecs`,
    /// 30 s), and clocks are set right by seconds.
    private static let slack = 300

    /// What the next look passes over.
    ///
    /// - Parameters:
    ///   - version: of what looks.
    ///   - wanted: fingerprints of the values that it looks for.
    ///   - now: seconds since 1970.
    /// - Returns: none where it is to look at everything.
    public func period(for version: String, _ wanted: some Sequence<String>, now: Int) -> LeakPeriod? {
        guard version == self.version, wanted.allSatisfy(values.contains), files <= now, journal <= now else {
            return nil
        }
        return period
    }

    /// What was written since then, whatever is looked for in it.
    public var period: LeakPeriod {
        LeakPeriod(files: files, journal: journal, again: again, beginnings: beginnings)
    }

    /// When the last look began that nothing is left of; none where there was none.
    public var last: Int? {
        let second = min(files, journal)
        return second == 0 ? nil : second + Self.slack
    }

    /// After a look.
    ///
    /// - Parameters:
    ///   - before: the mark that it went by; none where it looked at everything.
    ///   - hunt: the look.
    ///   - start: when it began, in seconds since 1970.
    ///   - version: of what looked.
    ///   - values: fingerprints of the values that it looked for.
    ///   - found: what lies about still, so that it is looked at until it does no longer.
    public init(
        after before: LeakMark?,
        _ hunt: LeakHunt,
        from start: Int,
        version: String,
        values: Set<String>,
        found: [Leak]
    ) {
        self.version = version
        self.values = values
        beginnings = hunt.beginnings
        (files, journal) = (start - Self.slack, start - Self.slack)
        var (isHeld, isJournalHeld) = (false, false)
        for leak in found {
            switch Self.origin(of: leak.place.source, leak.place.inside) {
            case .file(let path): again.insert(path)
            case .journal: isJournalHeld = true
            case .lasting: break
            case .other: isHeld = true
            }
        }
        for gap in hunt.leftOut {
            switch Self.origin(of: gap.source, gap.inside) {
            case .file(let path):
                again.insert(path)
                gaps.insert(gap)
            case .lasting: gaps.insert(gap)
            case .journal: isJournalHeld = true
            case .other: isHeld = true
            }
        }
        // What was not looked at now is looked at next time, as far back as this time.
        if isJournalHeld { journal = before?.journal ?? 0 }
        if isHeld || again.count > Self.most || gaps.count > Self.most {
            files = before?.files ?? 0
            again.formUnion(before?.again ?? [])
        }
        if again.count > Self.most { (files, again) = (0, []) }
    }

    /// Of what a place is a part.
    private enum Origin {
        case file(String)
        case journal
        /// Settings of Docker's, which say how it keeps something: the same at each look.
        case lasting
        case other
    }

    private static func origin(of source: String, _ inside: [String]) -> Origin {
        if source == "the journal" { return .journal }
        if source.hasPrefix("/") { return LeakHunt.exists(source) ? .file(source) : .other }
        guard ["container ", "image ", "volume ", "network "].contains(where: source.hasPrefix) else { return .other }
        guard let path = inside.first, path.hasPrefix("/") else { return .lasting }
        return LeakHunt.exists(path) ? .file(path) : .other
    }
}

extension LeakMark {
    /// Whether that was told after the look before and is as it was then.
    public func knows(_ gap: Omission) -> Bool {
        guard gaps.contains(gap) else { return false }
        switch Self.origin(of: gap.source, gap.inside) {
        case .lasting: return true
        case .file(let path):
            var info = stat()
            guard unsafe lstat(path, &info) == 0 else { return false }
            return max(info.st_mtim.tv_sec, info.st_ctim.tv_sec) < files
        case .journal, .other: return false
        }
    }
}
