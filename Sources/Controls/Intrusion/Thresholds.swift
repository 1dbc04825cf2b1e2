import Catalog
import Hardening

extension Control {
    static func limitFailures(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.maxRetry
        return jail(
            "limit-failures",
            title: "An address is banned from SSH after at most \(wanted) failures",
            rationale: "Every further try that is allowed is one more password or user name an attacker gets to test.",
            severity: .medium,
            remedy: ByHand.jail("sshd", "maxretry = \(wanted)"),
            .banMaxRetry,
            .atMost(wanted),
            good: .number(wanted),
            bad: 50
        )
    }

    static func countLongEnough(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.findTime
        return jail(
            "count-long-enough",
            title: "Failures at SSH are counted for at least \(wanted) seconds",
            rationale:
                "A bot that tries once a minute stays under a short window for ever, and tests 1,440 passwords a day.",
            severity: .low,
            remedy: ByHand.jail("sshd", "findtime = \(wanted)"),
            .banFindTime,
            .atLeast(wanted),
            good: .number(wanted),
            bad: 30
        )
    }

    static func banLongEnough(_ profile: Profile) -> Control {
        let wanted = profile.intrusion.banTime
        return jail(
            "ban-long-enough",
            title: "A ban from SSH lasts at least \(wanted) seconds",
            rationale: "After a short ban the same bot is back and goes on where it stopped.",
            severity: .low,
            remedy: ByHand.jail("sshd", "bantime = \(wanted)"),
            .banTime,
            // A negative time is a ban for ever.
            Constraint("is at least \(wanted)") { value in
                guard case .number(let seconds) = value else { return .number(wanted) }
                return .number(seconds < 0 ? seconds : max(seconds, wanted))
            },
            good: -1,
            bad: 60
        )
    }
}
