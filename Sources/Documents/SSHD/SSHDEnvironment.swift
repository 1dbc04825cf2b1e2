/// What a client may do with variables that sshd lets it set.
public enum SSHDEnvironment {
    /// Whether a pattern of `AcceptEnv` lets in a variable that changes what a program loads, runs or trusts.
    public static func isHarmful(_ pattern: String) -> Bool {
        steering.contains { SSHDPattern.matches($0, pattern) }
    }

    private static let steering = [
        "LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "PATH", "BASH_ENV", "ENV", "SHELLOPTS", "IFS", "PYTHONPATH",
        "PYTHONSTARTUP", "NODE_OPTIONS", "PERL5LIB", "PERL5OPT", "RUBYOPT", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF",
        "DOCKER_HOST", "SSL_CERT_FILE", "HTTPS_PROXY", "https_proxy",
    ]
}
