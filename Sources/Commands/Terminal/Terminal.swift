import Glibc
import Reports

/// What standard output and standard error are connected to.
struct Terminal: Sendable {
    let style: TextStyle
    /// Whether a person watches standard error.
    let showsProgress: Bool

    /// Colors only on a terminal that can show them; `NO_COLOR` (no-color.org) switches them off.
    static func current() -> Terminal {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let isDumb = variable("TERM") == "dumb"
        let refusesColor = !(variable("NO_COLOR") ?? "").isEmpty
        return Terminal(
            style: isTerminal
                ? TextStyle(width: min(max(columns ?? 80, 40), 110), isColored: !isDumb && !refusesColor)
                : .plain,
            showsProgress: isatty(STDERR_FILENO) == 1 && !isDumb
        )
    }

    /// Shows one line that the next one replaces; `nil` clears it.
    func progress(_ text: String?) {
        guard showsProgress else { return }
        FileOutput.writeError(Self.progressLine(text))
    }

    /// Names of files are anybody's words: nothing in them may speak to the terminal.
    static func progressLine(_ text: String?) -> String { "\r\u{1B}[K" + (text.map(Sanitizer.report.line) ?? "") }

    /// How many characters a line has on standard output; none where it is no terminal.
    static var columns: Int? {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
    }
}
