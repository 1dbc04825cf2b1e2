/// Programs that give root to whoever may run them as root with arguments of their choice.
///
/// After GTFOBins and sudoers(5). Shells and what starts them are `SudoProgram.shell`.
enum RootTool {
    /// How much of the arguments a rule may give before it is safe.
    enum Kind {
        /// With arguments of one's choice.
        case byArguments
        /// Without any, too: what is typed into it is run, or root's password is set.
        case alone
        /// Whatever the arguments: it runs commands, or edits other files, at the press of a key.
        case interactive
    }

    private static let interactive: Set = [
        "ed", "emacs", "ftp", "gdb", "irb", "joe", "less", "man", "mc", "micro", "more", "most", "nano", "ne", "nvim",
        "pico", "pg", "screen", "tmux", "vi", "view", "vigr", "vim", "vimdiff", "vipw",
    ]
    private static let alone: Set = [
        "bun", "cfdisk", "deno", "fdisk", "lua", "luajit", "node", "nodejs", "parted", "passwd", "perl", "php",
        "python",
        "ruby", "script", "sftp", "sqlite", "tclsh",
    ]
    private static let byArguments: Set = [
        "adduser", "apt", "apt-get", "aptitude", "ansible-playbook", "ar", "aria2c", "at", "awk", "busybox", "cargo",
        "chgrp", "chmod", "chown", "chpasswd", "choom", "chrt", "composer", "cp", "cpio", "cpulimit", "crontab", "ctr",
        "curl", "dd", "debugfs", "dmsetup", "docker", "docker-compose", "doas", "dpkg", "easy_install", "expect",
        "find",
        "flock", "gawk", "gcc", "gem", "git", "gpasswd", "groupmod", "insmod", "install", "ionice", "ip", "ln",
        "logsave",
        "ltrace", "make", "mawk", "modprobe", "mount", "mv", "nawk", "nc", "ncat", "nerdctl", "nice", "nmap", "nohup",
        "npm", "npx", "nsenter", "openssl", "pip", "pipx", "pkexec", "pnpm", "podman", "rpm", "rsync", "run-parts",
        "runuser", "scp", "sed", "service", "setarch", "setcap", "setfacl", "setpriv", "setsid", "snap", "socat",
        "sort",
        "split", "ssh", "start-stop-daemon", "stdbuf", "strace", "sudo", "systemctl", "systemd-run", "tar", "taskset",
        "tcpdump", "tee", "time", "timeout", "unshare", "unzip", "useradd", "usermod", "uv", "watch", "wget",
        "xargs", "yarn", "zip",
    ]
    /// First words that open an editor, or have a file of one's own run.
    private static let verbs: [String: Set<Substring>] = [
        "systemctl": ["edit", "link"], "crontab": ["-e"], "git": ["-p", "--paginate"],
    ]

    static var names: [String] { (interactive.union(alone).union(byArguments)).sorted() }

    /// What a program is, by its name with the version or without.
    static func kind(of name: String) -> Kind? {
        var bare = name
        while let last = bare.last, last.isNumber || last == "." { bare.removeLast() }
        for name in [name, bare] {
            if interactive.contains(name) { return .interactive }
            if alone.contains(name) { return .alone }
            if byArguments.contains(name) { return .byArguments }
        }
        return nil
    }

    /// Whether a rule that gives these arguments of a program gives root; nil where a pattern decides.
    static func isOpen(_ name: String, _ arguments: Substring) -> Bool? {
        guard let kind = kind(of: name) else { return false }
        let first = arguments.prefix { $0 != " " && $0 != "\t" }
        switch (kind, arguments) {
        case (_, ""), (_, "*"), (.interactive, _), (.alone, "\"\""): return true
        default:
            if verbs[name]?.contains(first) == true { return true }
            return arguments.contains { "*?[^".contains($0) } ? nil : false
        }
    }
}
