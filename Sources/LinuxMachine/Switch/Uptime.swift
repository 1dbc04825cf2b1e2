import Glibc
import Surface

/// Time that neither a clock's jump nor a suspended machine stops.
public enum Uptime {
    /// Seconds since boot.
    public static var now: Int { milliseconds / 1000 }

    public static var milliseconds: Int {
        var time = timespec()
        guard unsafe clock_gettime(CLOCK_BOOTTIME, &time) == 0 else { return 0 }
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// What tells this boot from every other one; empty where the kernel does not say.
    public static var boot: String {
        guard let bytes = try? LiveSurface().file("/proc/sys/kernel/random/boot_id", limit: 128).content?.bytes else {
            return ""
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
