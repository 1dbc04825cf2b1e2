import Glibc

/// What Ctrl-C, and a service manager that ends the process, say in the middle of a change.
enum Interruption {
    /// From here on an interruption is told before the process ends; the switch, which is another process, does the rest.
    static func isTold() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                // Nothing but what a signal handler may call (signal-safety(7)).
                let words: StaticString = """

                    Interrupted. What was begun is put back by itself within a minute, also if this connection ends.
                    Where that is: sudo nacre status

                    """
                _ = unsafe write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                _exit(128 + number)
            }
        }
    }
}
