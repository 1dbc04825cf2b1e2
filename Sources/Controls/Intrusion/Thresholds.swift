import Catalog
import Hardening

extension Control {
    static func limitFailures(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.maxRetry
        return jail(
            "limit-failures",
            title: "An address is banned from SSH after at most \(wanted) failures",
            fault: "A jail for SSH bans an address only after more than \(wanted) failures",
            rationale: "Every further try that is allowed is one more password or user name an attacker can test.",
            severity: .medium,
            .banMaxRetry,
            .atMost(wanted),
            fix: .jails("maxretry", "\(wanted)"),
            good: .number(wanted),
            bad: 50
        )
    }

    static func setFindTime(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.findTime
        return jail(
            "set-find-time",
            title: "SSH failures are counted over at least \(wanted) seconds",
            fault: "A jail for SSH counts failures over less than \(wanted) seconds",
            rationale:
                "A bot that tries once a minute stays under a short window forever, and tests 1,440 passwords a day.",
            severity: .low,
            .banFindTime,
            .atLeast(wanted),
            fix: .jails("findtime", "\(wanted)"),
            good: .number(wanted),
            bad: 30
        )
    }

    static func setBanTime(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.banTime
        return jail(
            "set-ban-time",
            title: "A ban from SSH lasts at least \(wanted) seconds",
            fault: "A ban from SSH lasts less than \(wanted) seconds",
            rationale: "After a short ban the same bot is back and goes on where it stopped.",
            severity: .low,
            .banTime,
            // A negative time is a ban forever.
            Constraint("is at least \(wanted)") { value in
                guard case .number(let seconds) = value else { return .number(wanted) }
                return .number(seconds < 0 ? seconds : max(seconds, wanted))
            },
            fix: .jails("bantime", "\(wanted)"),
            good: -1,
            bad: 60
        )
    }
}
