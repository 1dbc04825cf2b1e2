import Documents

/// Where accounts keep logins, settings of their shells and histories, by paths below their homes.
enum PersonalPlaces {
    static let files: [(kind: String, name: String)] =
        [
            ("SSH directory", ".ssh"),
            ("stored login", ".netrc"), ("stored login", ".git-credentials"), ("stored login", ".pgpass"),
            ("stored login", ".config/git/credentials"), ("stored login", ".my.cnf"), ("stored login", ".mylogin.cnf"),
            ("stored login", ".config/gh/hosts.yml"), ("stored login", ".config/glab-cli/config.yml"),
            ("stored login", ".pypirc"), ("stored login", ".msmtprc"), ("stored login", ".config/msmtp/config"),
            ("stored login", ".cargo/credentials"), ("stored login", ".cargo/credentials.toml"),
            ("stored login", ".gem/credentials"), ("stored login", ".config/composer/auth.json"),
            ("stored login", ".composer/auth.json"), ("stored login", ".config/pypoetry/auth.toml"),
            ("stored login", ".vault-token"), ("stored login", ".config/github-copilot/apps.json"),
            ("stored login", ".config/github-copilot/hosts.json"), ("stored login", ".claude/.credentials.json"),
            ("stored login", ".codex/auth.json"), ("stored login", ".gemini/oauth_creds.json"),
            ("stored login", ".gemini/mcp-oauth-tokens.json"), ("stored login", ".qwen/oauth_creds.json"),
            ("stored login", ".local/share/opencode/auth.json"), ("stored login", ".config/goose/secrets.yaml"),
            ("stored login", ".huggingface/token"), ("stored login", ".cache/huggingface/token"),
            ("stored login", ".kaggle/kaggle.json"), ("stored login", ".aider/oauth-keys.env"),
            ("cloud credentials", ".aws/credentials"), ("cloud credentials", ".kube/config"),
            ("cloud credentials", ".config/gcloud/application_default_credentials.json"),
            ("cloud credentials", ".config/gcloud/credentials.db"),
            ("cloud credentials", ".config/gcloud/access_tokens.db"),
            ("cloud credentials", ".config/rclone/rclone.conf"), ("cloud credentials", ".config/hcloud/cli.toml"),
            ("cloud credentials", ".config/doctl/config.yaml"), ("cloud credentials", ".azure/accessTokens.json"),
            ("cloud credentials", ".azure/msal_token_cache.json"), ("cloud credentials", ".s3cfg"),
            ("cloud credentials", ".boto"), ("cloud credentials", ".cloudflared/cert.pem"),
            ("cloud credentials", ".wrangler/config/default.toml"), ("cloud credentials", ".fly/config.yml"),
            ("cloud credentials", ".config/.wrangler/config/default.toml"),
            ("cloud credentials", ".terraform.d/credentials.tfrc.json"),
            ("cloud credentials", ".config/scw/config.yaml"),
            ("cloud credentials", ".config/linode-cli"), ("cloud credentials", ".vultr-cli.yaml"),
        ] + histories.map { ("history", $0) }

    static let histories = [
        ".bash_history", ".zsh_history", ".histfile", ".history", ".zhistory", ".sh_history", ".ash_history",
        ".ksh_history", ".local/state/bash/history", ".local/state/zsh/history", ".local/share/zsh/history",
        ".cache/zsh/history", ".config/zsh/.zsh_history", ".local/share/fish/fish_history", ".python_history",
        ".node_repl_history", ".psql_history", ".mysql_history", ".mariadb_history", ".sqlite_history",
        ".rediscli_history", ".dbshell", ".irb_history",
    ]

    /// Files that hold a login only where such a word stands in them.
    static let sometimes: [(kind: String, name: String, mark: String)] = [
        ("registry login", ".docker/config.json", "\"auth\""),
        ("registry login", ".config/containers/auth.json", "\"auth\""), ("stored login", ".npmrc", "_auth"),
        ("stored login", ".npmrc", "_password"), ("stored login", ".m2/settings.xml", "<password>"),
        ("stored login", ".claude.json", "primaryApiKey"), ("stored login", ".aider.conf.yml", "api-key"),
        ("stored login", ".yarnrc.yml", "npmAuth"), ("stored login", ".curlrc", "user"),
        ("stored login", ".wgetrc", "password"), ("stored login", ".continue/config.json", "apiKey"),
    ]

    /// What shells and sessions run or read when they begin.
    static let profiles = [
        ".bashrc", ".profile", ".bash_profile", ".bash_login", ".bash_logout", ".bash_aliases", ".zshrc", ".zshenv",
        ".zprofile", ".zlogin", ".config/zsh/.zshrc", ".config/zsh/.zshenv", ".config/zsh/.zprofile", ".kshrc",
        ".mkshrc", ".cshrc", ".tcshrc", ".login", ".pam_environment", ".xprofile", ".xsessionrc",
        ".config/fish/config.fish", ".config/fish/fish_variables", ".config/nushell/env.nu",
        ".config/nushell/config.nu",
    ]
    static let profileDirectories = [".config/fish/conf.d", ".config/environment.d", ".bashrc.d"]

    static let sharedProfiles = [
        "/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshenv", "/etc/zsh/zshrc",
        "/etc/zsh/zprofile", "/etc/zsh/zlogin", "/etc/zshenv", "/etc/zshrc", "/etc/fish/config.fish",
        "/etc/csh.cshrc", "/etc/security/pam_env.conf",
    ]
    static let sharedProfileDirectories = ["/etc/profile.d", "/etc/fish/conf.d", "/etc/environment.d"]

    /// Paths that lines of a shell's file name with a word before them, as `. ~/.keys` and `HISTFILE=~/.past` do.
    static func paths(after words: [String], in text: String, home: String) -> [String] {
        var found: [String] = []
        for (_, line) in TextLines(text) {
            let parts = line.split { " \t;&".contains($0) }
            for (index, part) in parts.enumerated() {
                for word in words {
                    var value: Substring?
                    if word.hasSuffix("=") {
                        if part.hasPrefix(word) { value = part.dropFirst(word.count) }
                    } else if part == word, index + 1 < parts.count, index == 0 || "&[]!then".contains(parts[index - 1])
                    {
                        value = parts[index + 1]
                    }
                    guard let value, let path = place(String(value.filter { !"\"'".contains($0) }), home) else {
                        continue
                    }
                    found.append(path)
                }
            }
        }
        return found
    }

    private static func place(_ written: String, _ home: String) -> String? {
        var path = written
        for name in ["${ZDOTDIR:-$HOME}", "${ZDOTDIR:-~}", "${HOME}", "$HOME", "~"] where path.hasPrefix(name) {
            path = home + path.dropFirst(name.count)
            break
        }
        return path.hasPrefix("/") && !path.contains("$") && !path.contains("`") ? path : nil
    }
}
