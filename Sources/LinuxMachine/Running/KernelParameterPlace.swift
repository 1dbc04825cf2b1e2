import Glibc
import Hardening

/// Where the running kernel takes a parameter.
///
/// In a container, parts of /proc/sys are mounted read-only, or belong to nobody who is known inside: the kernel is the
/// host's. systemd-sysctl does nothing there either (`ConditionPathIsReadWrite=/proc/sys/`), so that a file for the next
/// boot would promise what never comes.
struct KernelParameterPlace {
    let name: String

    init(_ name: String) { self.name = name }

    /// Why it cannot be written; nothing where it can, and where there is none.
    var blocker: String? {
        let path = Resource.kernelPath(of: name)
        guard unsafe access(path, W_OK) != 0 else { return nil }
        switch errno {
        case EROFS: return sentence("its part of /proc/sys is mounted read-only")
        case EACCES where geteuid() == 0, EPERM where geteuid() == 0: return sentence("it is the host's alone")
        default: return nil
        }
    }

    private func sentence(_ why: String) -> String {
        "\(name) cannot be changed from inside this container, because \(why); ask whoever runs the host"
    }
}
