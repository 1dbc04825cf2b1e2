// Fields of `Subject.sysctlFiles`: one record for each parameter that files set for the next boot, and one for each
// interface and parameter whose effect depends on both the interface and `all`.
extension Field {
    /// The parameter's dotted name; for what holds on an interface, `IPv4 rp_filter` and the like.
    public static let parameter = Field("parameter")
    /// What the last file that counts sets at boot.
    public static let bootValue = Field("value at boot")
    public static let networkInterface = Field("interface")
    /// What holds on the interface, `all` taken into account as the kernel does.
    public static let effectiveValue = Field("effective value")
    /// Whether containers need the kernel to forward packets.
    public static let containersForward = Field("containers need forwarding")
    /// Whether the interface has an address from a router's advertisement.
    public static let autoconfigured = Field("address from router advertisements")
    /// The program that takes router advertisements in place of the kernel, where one does.
    public static let advertisementsTakenBy = Field("advertisements taken by")
}

// Fields of `Subject.cloud`: one record for the machine's provider, and one for each leftover of its first boot.
extension Field {
    /// `metadata service`, `first-boot data` or `cloud-init setting`.
    public static let cloudKind = Field("kind of cloud record")
    /// The provider's name; not set on a machine of one's own.
    public static let cloudVendor = Field("provider")
    /// Whether containers can connect to the metadata service.
    public static let metadataReachable = Field("containers reach the metadata service")
    /// Whether a password stands in the file, or its hash; the value is never kept.
    public static let holdsPassword = Field("holds a password")
    /// Permission bits of the file.
    public static let leftoverMode = Field("permission bits")
    /// Whether cloud-init is told to switch password logins on.
    public static let enablesPasswords = Field("switches password logins on")
}

/// Kernel parameters that controls ask for, so that patterns in files can be matched with them.
public enum WatchedParameters {
    public static let names = [
        "dev.tty.ldisc_autoload", "fs.protected_fifos", "fs.protected_hardlinks", "fs.protected_regular",
        "fs.protected_symlinks", "fs.suid_dumpable", "kernel.dmesg_restrict", "kernel.kptr_restrict",
        "kernel.perf_event_paranoid", "kernel.randomize_va_space", "kernel.sysrq", "kernel.unprivileged_bpf_disabled",
        "kernel.yama.ptrace_scope", "net.core.bpf_jit_harden", "net.ipv4.conf.all.forwarding",
        "net.ipv4.icmp_echo_ignore_broadcasts", "net.ipv4.icmp_ignore_bogus_error_responses", "net.ipv4.ip_forward",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.tcp_rfc1337", "net.ipv4.tcp_syncookies", "vm.mmap_min_addr", "vm.unprivileged_userfaultfd",
    ]
}
