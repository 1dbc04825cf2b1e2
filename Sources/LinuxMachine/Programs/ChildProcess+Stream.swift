import CLinux
import Glibc
import SystemPackage

extension ChildProcess {
    /// Runs a program that says more than memory holds, and hands over what it says as it comes; its own limits do not
    /// count.
    ///
    /// - Parameters:
    ///   - silence: seconds without a word after which it is ended.
    ///   - take: takes a piece, and says whether it wants more.
    /// - Returns: how it ended, with nothing of its output.
    func stream(silence: Int, _ take: ([UInt8]) -> Bool) -> Outcome {
        let process: pid_t
        let output: Pipe
        let errors: Pipe
        switch begin() {
        case .success(let begun): (process, output, errors) = begun
        case .failure(let error): return .notStarted(error.rawValue)
        }
        while output.isOpen {
            var waiting = [
                pollfd(fd: output.reading, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors.reading, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&waiting, nfds_t(waiting.count), Int32(silence * 1000))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else {
                Self.end(process)
                return .late
            }
            if waiting[1].revents != 0 { errors.read(upTo: Self.errorLimit) }
            guard waiting[0].revents != 0 else { continue }
            output.read(upTo: .max)
            if !take(output.taken()) {
                Self.end(process)
                return .tooMuch
            }
        }
        // It said all that it has to say, and may take a moment to end.
        for _ in 0..<200 {
            if let status = Self.status(of: process, options: WNOHANG) {
                while errors.isOpen, errors.isReady { errors.read(upTo: Self.errorLimit) }
                return .ended(status: status, output: [], errors: errors.bytes)
            }
            usleep(10_000)
        }
        Self.end(process)
        return .late
    }
}
