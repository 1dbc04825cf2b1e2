import Glibc
import Hardening

/// What Ctrl-C, and a service manager that ends the process, say, by what the process is at.
enum Interruption {
    enum Moment: CaseIterable {
        /// Nothing is changed, or not yet.
        case looking
        /// A change is made, which the switch undoes.
        case applying
        /// What waited to be confirmed is undone, which the switch goes on with.
        case undoing
        /// What was confirmed is undone, which the switch takes back.
        case reverting

        /// When generations are undone; for good, where it is at once.
        init(undoing chosen: [Generation], atOnce isAtOnce: Bool) {
            self = !isAtOnce && chosen.contains { $0.progress == .confirmed } ? .reverting : .undoing
        }

        var words: StaticString {
            switch self {
            case .looking:
                """

                Interrupted. Nothing was changed.

                """
            case .applying:
                """

                Interrupted. Within a minute, what was begun is put back by itself, also if this connection ends; where a gateway
                is at work, that takes until it has ended.
                Where that is: sudo nacre status

                """
            case .undoing:
                """

                Interrupted. Within a minute, undoing goes on by itself, also if this connection ends; where a gateway is at work,
                that takes until it has ended.
                Where that is: sudo nacre status

                """
            case .reverting:
                """

                Interrupted. Within a minute, what was confirmed is put in force again by itself, also if this connection ends;
                where a gateway is at work, that takes until it has ended.
                Where that is: sudo nacre status

                """
            }
        }
    }

    /// From here on an interruption is told before the process ends; the switch, which is another process, does the rest.
    static func isTold(_ moment: Moment) {
        for number in [SIGINT, SIGTERM] {
            // A handler takes nothing with it from here: there is one for each.
            switch moment {
            case .looking: signal(number) { Interruption.end(.looking, $0) }
            case .applying: signal(number) { Interruption.end(.applying, $0) }
            case .undoing: signal(number) { Interruption.end(.undoing, $0) }
            case .reverting: signal(number) { Interruption.end(.reverting, $0) }
            }
        }
    }

    /// What was begun is done: an interruption ends the process without a word.
    static func isOver() {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Nothing but what a signal handler may call (signal-safety(7)).
    private static func end(_ moment: Moment, _ number: Int32) {
        let words = moment.words
        _ = unsafe write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
        _exit(128 + number)
    }
}
