import Catalog
import Hardening

extension ControlList {
    /// Settings of one program that nobody ever touched: of medium or low severity each, and put right together.
    static let habits = [
        Cause(
            "ssh-defaults",
            "sshd has settings that are wider than needed",
            atLeast: 3,
            of: [
                "ssh.disable-agent-forwarding", "ssh.disable-remote-forwarding", "ssh.disable-tunnel-devices",
                "ssh.disable-x11-forwarding", "ssh.forbid-user-environment", "ssh.keep-forwarded-ports-local",
                "ssh.limit-authentication-attempts", "ssh.limit-login-grace-time",
                "ssh.limit-unauthenticated-connections", "ssh.log-logins", "ssh.restrict-client-environment",
                "ssh.use-pam", "ssh.use-strong-ciphers", "ssh.use-strong-host-key-algorithms",
                "ssh.use-strong-key-exchange", "ssh.use-strong-macs", "ssh.use-strong-user-key-algorithms",
            ]
        ),
        Cause(
            "docker-defaults",
            "The Docker daemon has the settings that it comes with",
            atLeast: 3,
            of: [
                "docker.enable-ip6tables-rules", "docker.enable-live-restore", "docker.forbid-new-privileges",
                "docker.isolate-default-bridge", "docker.limit-container-logs", "docker.limit-open-files",
            ]
        ),
        Cause(
            "container-defaults",
            "OpenClaw's container has the freedoms that Docker gives by default",
            atLeast: 3,
            of: [
                "container.define-health-check", "container.drop-capabilities", "container.forbid-new-privileges",
                "container.limit-cpu", "container.limit-logs", "container.limit-memory", "container.limit-processes",
                "container.pin-image", "container.set-restart-policy", "container.use-read-only-root-filesystem",
            ]
        ),
        Cause(
            "openclaw-defaults",
            "OpenClaw has settings that are wider than needed",
            atLeast: 3,
            of: [
                "openclaw.deny-tools-over-http", "openclaw.disable-browser-scripting",
                "openclaw.disable-configuration-writes-from-chat", "openclaw.disable-device-browsers",
                "openclaw.disable-elevated-mode", "openclaw.disable-restart-command", "openclaw.enable-loop-detection",
                "openclaw.limit-session-visibility", "openclaw.separate-direct-sessions", "openclaw.set-gateway-mode",
            ]
        ),
        Cause(
            "kernel-defaults",
            "Kernel parameters are wider than needed",
            atLeast: 3,
            of: [
                "kernel.disable-sending-redirects", "kernel.filter-reverse-path", "kernel.hide-kernel-pointers",
                "kernel.ignore-bogus-icmp-errors", "kernel.ignore-broadcast-pings", "kernel.ignore-ipv4-redirects",
                "kernel.ignore-ipv6-redirects", "kernel.ignore-router-advertisements", "kernel.log-martians",
                "kernel.protect-fifos", "kernel.protect-hardlinks", "kernel.protect-low-memory",
                "kernel.protect-regular-files", "kernel.protect-symlinks", "kernel.protect-time-wait",
                "kernel.refuse-ipv4-source-routes", "kernel.refuse-ipv6-source-routes", "kernel.restrict-bpf",
                "kernel.restrict-kernel-log", "kernel.restrict-line-disciplines",
                "kernel.restrict-performance-events", "kernel.restrict-sysrq", "kernel.restrict-tracing",
                "kernel.restrict-userfaultfd",
            ]
        ),
        Cause(
            "proxy-headers",
            "The proxy's answers lack headers that protect browsers",
            atLeast: 2,
            of: [
                "proxy.disable-mime-sniffing", "proxy.disable-xss-filter", "proxy.enable-hsts", "proxy.forbid-framing",
                "proxy.hide-version",
            ]
        ),
    ]
}
