import Catalog
import Hardening

extension Control {
    static let hideKernelPointers = kernelParameter(
        "hide-kernel-pointers",
        "kernel.kptr_restrict",
        isOne: ["1", "2"],
        not: "0",
        title: "Kernel addresses are hidden from ordinary users",
        fault: "Kernel addresses are visible to ordinary users",
        rationale: "An escape from a container or a local exploit needs to know where the kernel lies; /proc tells it.",
        severity: .medium,
        references: [Reference("Linux: sysctl/kernel", "kptr_restrict"), Reference("KSPP recommended settings")]
    )

    static let restrictKernelLog = kernelParameter(
        "restrict-kernel-log",
        "kernel.dmesg_restrict",
        isOne: ["1"],
        not: "0",
        title: "Reading the kernel log is restricted to root",
        fault: "Any user can read the kernel log",
        rationale: "The kernel's log holds addresses and hardware details that an exploit is tuned with.",
        severity: .low,
        references: [Reference("Linux: sysctl/kernel", "dmesg_restrict"), Reference("KSPP recommended settings")]
    )

    static let restrictBPF = kernelParameter(
        "restrict-bpf",
        "kernel.unprivileged_bpf_disabled",
        isOne: ["2", "1"],
        not: "0",
        title: "Loading of BPF programs is restricted to privileged users",
        fault: "Any user can load BPF programs",
        rationale:
            "Bugs in the BPF verifier gave root to any local user again and again (CVE-2021-3490, CVE-2022-23222).",
        severity: .medium,
        references: [
            Reference("Linux: sysctl/kernel", "unprivileged_bpf_disabled"), Reference("KSPP recommended settings"),
        ]
    )

    static let hardenBPFJIT = kernelParameter(
        "harden-bpf-jit",
        "net.core.bpf_jit_harden",
        isOne: ["2", "1"],
        not: "0",
        title: "The BPF just-in-time compiler is hardened",
        fault: "The BPF just-in-time compiler is not hardened",
        rationale: "Constants of a compiled BPF program are instructions an attacker chose, inside the kernel.",
        severity: .low,
        references: [Reference("Linux: sysctl/net", "bpf_jit_harden"), Reference("KSPP recommended settings")]
    )

    static let restrictTracing = kernelParameter(
        "restrict-tracing",
        "kernel.yama.ptrace_scope",
        isOne: ["1", "2", "3"],
        not: "0",
        title: "A process cannot trace others of the same user",
        fault: "A process can trace others of the same user",
        rationale: "A hijacked agent reads keys straight out of the memory of every other process of its user.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "1.5.2"), Reference("Linux: LSM/Yama")]
    )

    static let randomizeAddresses = kernelParameter(
        "randomize-addresses",
        "kernel.randomize_va_space",
        isOne: ["2"],
        not: "0",
        title: "Address space layout randomization is complete, heap included",
        fault: "Address space layout randomization is off or leaves the heap out",
        rationale: "Without it an exploit knows where everything lies and works at the first try.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "1.5.1"), Reference("Linux: sysctl/kernel", "randomize_va_space")]
    )

    static let restrictPerformanceEvents = kernelParameter(
        "restrict-performance-events",
        "kernel.perf_event_paranoid",
        isOne: ["2", "3"],
        orWhere: { $0 > 3 },
        not: "1",
        title: "Kernel performance events are restricted to root",
        fault: "Any user can measure the kernel with performance events",
        rationale:
            "Performance counters of the kernel leak addresses and keys, and their code gave root more than once.",
        severity: .low,
        references: [Reference("Linux: sysctl/kernel", "perf_event_paranoid"), Reference("CVE-2013-2094")]
    )

    // 2 writes cores that root alone reads, as systemd-coredump and apport want it.
    static let keepPrivilegedDumpsPrivate = kernelParameter(
        "keep-privileged-dumps-private",
        "fs.suid_dumpable",
        isOne: ["0", "2"],
        not: "1",
        title: "Core dumps of privileged programs are readable by root alone",
        fault: "Core dumps of privileged programs are readable by the user who crashed them",
        rationale: "Crashing a privileged program leaves its memory, password hashes included, in a file of the user.",
        severity: .medium,
        references: [Reference("CIS Debian 12", "1.5.3"), Reference("Linux: sysctl/fs", "suid_dumpable")]
    )

    static let restrictUserfaultfd = kernelParameter(
        "restrict-userfaultfd",
        "vm.unprivileged_userfaultfd",
        isOne: ["0"],
        not: "1",
        title: "userfaultfd is restricted to root",
        fault: "Any user can handle page faults of the kernel with userfaultfd",
        rationale:
            "Exploits stop the kernel in the middle of a copy with it and so win races that they otherwise lose.",
        severity: .low,
        references: [Reference("Linux: sysctl/vm", "unprivileged_userfaultfd"), Reference("KSPP recommended settings")]
    )

    static let protectLowMemory = kernelParameter(
        "protect-low-memory",
        "vm.mmap_min_addr",
        isOne: ["65536"],
        orWhere: { $0 >= 32768 },
        not: "0",
        title: "vm.mmap_min_addr is 32768 or more",
        fault: "vm.mmap_min_addr is below 32768, so that programs can map low memory",
        rationale: "With page zero mapped, a null pointer in the kernel leads into memory that the attacker filled.",
        severity: .medium,
        references: [Reference("Linux: sysctl/vm", "mmap_min_addr"), Reference("KSPP recommended settings")]
    )
}
