import Surface

extension LeakHunt {
    /// What shells, databases' clients, interpreters and editors keep of what was typed, below a home directory.
    static let histories: [String] = [
        // Shells.
        ".bash_history", ".zsh_history", ".zhistory", ".histfile", ".history", ".sh_history", ".ash_history",
        ".mksh_history", ".tcsh_history", ".local/share/fish/fish_history", ".config/fish/fish_history",
        ".local/share/powershell/PSReadLine/ConsoleHost_history.txt", ".config/nushell/history.txt",
        ".config/nushell/history.sqlite3", ".config/nushell/history.sqlite3-wal", ".local/share/xonsh",
        ".local/share/atuin/history.db", ".local/share/atuin/history.db-wal", ".xonsh_history",
        // Interpreters.
        ".python_history", ".local/state/python_history", ".ipython/profile_default/history.sqlite",
        ".node_repl_history", ".ts_node_repl_history", ".bun_repl_history", ".deno_history", ".irb_history",
        ".local/share/irb/history", ".pry_history", ".local/share/pry/pry_history", ".php_history", ".Rhistory",
        ".lua_history", ".ghc/ghci_history", ".scala_history", ".julia/logs/repl_history.jl", ".octave_hist",
        ".gdb_history",
        // Databases' clients.
        ".psql_history", ".local/state/psql_history", ".mysql_history", ".mariadb_history", ".sqlite_history",
        ".rediscli_history", ".valkeycli_history", ".dbshell", ".mongodb/mongosh", ".influx_history",
        ".clickhouse-client-history", ".usql_history", ".duckdb_history", ".cassandra/cqlsh_history",
        // Editors and pagers.
        ".lesshst", ".local/state/lesshst", ".viminfo", ".vim/viminfo", ".local/state/nvim/shada",
        ".local/share/nvim/shada", ".nano_history", ".nano/search_history", ".local/share/nano/search_history",
        ".local/state/nano/search_history",
    ]

    /// Looks through the histories of every account.
    public func lookAtHistories() { lookAtHistories(passwd: "/etc/passwd") }

    func lookAtHistories(passwd: String) {
        let reading: Reading<FileContent>
        do { reading = try RootDirectory("/").file(passwd, limit: 4 << 20) } catch {
            return leaveOut("histories", "\(error)")
        }
        switch reading {
        case .absent: leaveOut("histories", "there is no \(passwd), which says whose there are")
        case .unreadable(let why): leaveOut("histories", "\(why)")
        case .found(let content):
            var seen: Set<String> = []
            let visitor = HistoryVisitor(self)
            for line in content.bytes.split(separator: 0x0A) {
                let fields = line.split(separator: 0x3A, omittingEmptySubsequences: false)
                guard fields.count >= 7 else { continue }
                let home = String(decoding: fields[5], as: UTF8.self)
                guard home.hasPrefix("/"), seen.insert(home).inserted, goesOn else { continue }
                for name in Self.histories { visitor.look(at: name, below: home) }
            }
            visitor.finish()
            if !goesOn { leaveOut("histories", "the time was over") }
        }
    }
}
