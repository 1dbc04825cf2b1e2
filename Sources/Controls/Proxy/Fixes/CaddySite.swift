import Hardening

/// The Caddyfile that puts Caddy with TLS in front of the gateway.
///
/// Caddy gets and renews the certificate, redirects plain HTTP, hands WebSockets on and replaces what clients claim in
/// X-Forwarded-For by itself; what stands here is what it does not do by itself.
struct CaddySite {
    static let path = "/etc/caddy/Caddyfile"
    static let unitDropIn = "/etc/systemd/system/caddy.service.d/nacre.conf"
    private static let mark = "# Written by Nacre."

    let domains: [String]
    /// Where the gateway answers, as `127.0.0.1:18789`.
    let upstream: String
    /// Seconds that HSTS promises.
    let hstsMaxAge: Int

    /// What HSTS promises first, and then, step by step, until the profile's value: ten minutes, a day, a month.
    ///
    /// A promise cannot be taken back before its end, so that each step is short enough to wait out where something
    /// turns out not to speak HTTPS.
    static func steps(to goal: Int) -> [Int] { [600, 86400, 2_592_000].filter { $0 < goal } + [goal] }

    var text: String {
        """
        \(Self.mark)
        {
        	# A socket of its own: on a TCP port every local account could change the configuration.
        	admin unix//run/caddy/admin.socket
        }

        \(domains.joined(separator: ", ")) {
        	header {
        		Strict-Transport-Security "max-age=\(hstsMaxAge)"
        		X-Content-Type-Options nosniff
        		X-Frame-Options DENY
        		# A policy that the gateway sends itself stays.
        		?Content-Security-Policy "frame-ancestors 'none'"
        		-Server
        		-X-Powered-By
        	}
        	reverse_proxy \(upstream)
        }

        """
    }

    /// Puts the site where nobody has written one yet: over nothing, over the file Caddy is packed with, and over its own.
    func amend(_ state: State) throws(Amendment.Failure) -> State {
        let permissions = State.Permissions(mode: 0o644)
        guard case .file(let file) = state else {
            return .file(.init(Array(text.utf8), mode: permissions.mode))
        }
        guard let old = file.text, Self.isReplaceable(old) else {
            throw Amendment.Failure("somebody wrote it; put the gateway's site into it by hand")
        }
        // A longer promise that was already made stays.
        if old.hasPrefix(Self.mark), let made = Self.promised(in: old), made > hstsMaxAge {
            let longer = CaddySite(domains: domains, upstream: upstream, hstsMaxAge: made)
            return .file(.init(Array(longer.text.utf8), mode: file.mode, owner: file.owner, group: file.group))
        }
        return .file(.init(Array(text.utf8), mode: file.mode, owner: file.owner, group: file.group))
    }

    /// Whether nothing of a person's is in the file: the packed one serves a welcome page on port 80 and nothing else.
    static func isReplaceable(_ text: String) -> Bool {
        if text.hasPrefix(mark) { return true }
        let lines = text.split(separator: "\n").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        let settings = lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        return settings.isEmpty || settings == [":80 {", "root * /usr/share/caddy", "file_server", "}"]
    }

    /// Whether the file is Nacre's.
    static func isOwn(_ text: String) -> Bool { text.hasPrefix(mark) }

    /// Seconds that the file's HSTS promises.
    static func promised(in text: String) -> Int? {
        guard let start = text.firstRange(of: "max-age=")?.upperBound else { return nil }
        return Int(text[start...].prefix { $0.isNumber })
    }
}
