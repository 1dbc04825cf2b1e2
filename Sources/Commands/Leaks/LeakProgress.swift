import Glibc
import Reports

/// Says on a terminal what is looked at, twice a second at most.
final class LeakProgress {
    private let isShown = isatty(STDERR_FILENO) == 1
    private let masking: (String) -> String
    private var last = 0
    private var files = 0

    /// What is shown goes through `masking`: a file may be called by a secret.
    init(masking: @escaping (String) -> String) { self.masking = masking }

    func show(_ path: String, _ bytes: Int) {
        files += 1
        guard isShown, files % 64 == 1 else { return }
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        let now = time.tv_sec * 2 + time.tv_nsec / 500_000_000
        guard now != last else { return }
        last = now
        let line = "\(LeakReport.count(files, "file")), \(bytes >> 20) MiB: \(Sanitizer.leaks.line(masking(path)))"
        FileOutput.writeError("\r\u{1B}[K" + String(line.prefix(78)))
    }

    func clear() { if isShown, last != 0 { FileOutput.writeError("\r\u{1B}[K") } }
}
