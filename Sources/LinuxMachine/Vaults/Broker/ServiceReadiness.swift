import Glibc

/// Tells systemd that a service is ready: sd_notify(3), whose protocol is one datagram.
public enum ServiceReadiness {
    /// Nothing is told where nobody asked to be.
    public static func tell() {
        guard let place = unsafe getenv("NOTIFY_SOCKET") else { return }
        let path = unsafe String(cString: place)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // A name that begins with @ is one of the kernel's own, which begins with NUL.
        let name = path.utf8.enumerated().map { $0.offset == 0 && $0.element == UInt8(ascii: "@") ? 0 : $0.element }
        let length = unsafe withUnsafeMutableBytes(of: &address.sun_path) { buffer -> Int? in
            guard name.count < buffer.count else { return nil }
            unsafe buffer.copyBytes(from: name)
            return MemoryLayout<sa_family_t>.size + name.count
        }
        guard let length else { return }
        let text = "READY=1"
        _ = unsafe withUnsafePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe sendto(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
            }
        }
    }
}
