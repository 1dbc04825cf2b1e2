import Catalog
import Hardening
import Surface

extension ProxiesObserver {
    private static let nginxFileLimit = 300

    /// What nginx's files say of names, keys and upstreams, includes followed.
    func nginxSites() async -> Reading<[ProxySite]> {
        await cache.value {
            await Reading { () async throws(Unknown) -> [ProxySite]? in
                var files = 0
                guard let directives = try await nginxFile("/etc/nginx/nginx.conf", depth: 0, &files) else {
                    return nil
                }
                if files > Self.nginxFileLimit {
                    throw Unknown.tooLarge("nginx includes more than \(files - 1) files")
                }
                return Self.nginxSites(directives)
            }
        }
    }

    private func nginxFile(_ path: String, depth: Int, _ files: inout Int) async throws(Unknown) -> [NginxLine]? {
        files += 1
        guard depth < 8 else { throw Unknown.tooLarge("\(path) is included too many levels deep") }
        guard files <= Self.nginxFileLimit else { return [] }
        guard let text = try await surface.text(path, limit: 256 << 10).get() else { return nil }
        let lines = NginxDirective.parse(text).map { NginxLine(file: path, $0) }
        return try await including(lines, depth: depth, &files)
    }

    /// The lines with those of included files in their place.
    private func including(_ lines: [NginxLine], depth: Int, _ files: inout Int) async throws(Unknown) -> [NginxLine]? {
        var result: [NginxLine] = []
        for line in lines {
            if line.words.first == "include", line.words.count == 2 {
                for path in try await nginxPaths(line.words[1]) {
                    guard let included = try await nginxFile(path, depth: depth + 1, &files) else { continue }
                    result += included
                }
            } else {
                var line = line
                if let children = try await including(line.children, depth: depth, &files) {
                    line.children = children
                }
                result.append(line)
            }
        }
        return result
    }

    /// The files of an include, in the order of their names as glob(3) gives them.
    private func nginxPaths(_ pattern: String) async throws(Unknown) -> [String] {
        let path = Path.resolve(pattern, from: "/etc/nginx")
        guard path.contains(where: { "*?[".contains($0) }) else { return [path] }
        let found = await secrets.matching(path)
        if let rest = found.rest { throw rest }
        return found.files.sorted()
    }

    /// Each `server` block of `http` and `stream`, with its upstreams by address.
    static func nginxSites(_ lines: [NginxLine]) -> [ProxySite] {
        let http = lines.filter { $0.words == ["http"] }.flatMap(\.children) + lines
        let groups = groups(http)
        // What `http` says holds for its servers.
        let outer = lines.filter { $0.words == ["http"] }.reduce(NginxScope()) { $0.entering($1) }
        let streams = lines.filter { $0.words == ["stream"] }.flatMap(\.children)
        return streamSites(streams)
            + http.filter { $0.words == ["server"] }.map { server in
                var site = ProxySite(origin: Origin(server.file, line: server.line))
                let listens = server.children.filter { $0.words.first == "listen" && $0.words.count > 1 }
                if !listens.isEmpty {
                    site.securePorts = listens.filter { $0.words.contains("ssl") }.map { port($0.words[1]) }
                    site.plainPorts = listens.filter { !$0.words.contains("ssl") }.map { port($0.words[1]) }
                } else {
                    site.securePorts = []
                }
                collect(server, groups, outer, into: &site)
                return site
            }
    }

    /// The addresses of each `upstream` block.
    private static func groups(_ lines: [NginxLine]) -> [String: [String]] {
        var groups: [String: [String]] = [:]
        for group in lines where group.words.first == "upstream" && group.words.count == 2 {
            groups[group.words[1]] = group.children.filter { $0.words.first == "server" && $0.words.count > 1 }
                .map { $0.words[1].contains(":") ? $0.words[1] : $0.words[1] + ":80" }
        }
        return groups
    }

    /// The servers of ngx_stream_proxy_module, which pass on bytes and tell nobody of the client.
    private static func streamSites(_ lines: [NginxLine]) -> [ProxySite] {
        let groups = groups(lines)
        return lines.filter { $0.words == ["server"] }.map { server in
            var site = ProxySite(origin: Origin(server.file, line: server.line))
            (site.securePorts, site.plainPorts) = ([], [])
            for line in server.children where line.words.first == "proxy_pass" && line.words.count == 2 {
                site.upstreams += (groups[line.words[1]] ?? [line.words[1]]).map {
                    ProxyUpstream(address: $0, overwritesClient: false, origin: Origin(line.file, line: line.line))
                }
            }
            return site
        }
    }

    private static func collect(
        _ block: NginxLine,
        _ groups: [String: [String]],
        _ outer: NginxScope,
        into site: inout ProxySite
    ) {
        let scope = outer.entering(block)
        for line in block.children {
            switch line.words.first {
            case "server_name": site.names += line.words.dropFirst().map { String($0.drop { $0 == "." }) }
            case "ssl_certificate_key":
                // A name without a slash is one of a hardware engine, one with a variable is chosen at the handshake.
                if line.words.count == 2, !line.words[1].contains("$"), line.words[1].contains("/") {
                    site.keys.append(Path.resolve(line.words[1], from: "/etc/nginx"))
                }
            case "proxy_pass":
                guard line.words.count == 2 else { continue }
                let target = authority(scope.resolved(line.words[1]))
                let host = target.hasSuffix(":80") ? String(target.dropLast(3)) : target
                site.upstreams += (groups[host] ?? [target]).map {
                    ProxyUpstream(
                        address: $0,
                        overwritesClient: scope.overwritesClient,
                        origin: Origin(line.file, line: line.line)
                    )
                }
            default: if !line.children.isEmpty { collect(line, groups, scope, into: &site) }
            }
        }
    }

    /// `80`, `127.0.0.1:80`, `[::]:80` or an address alone, which means port 80.
    private static func port(_ listen: String) -> Int {
        Int(listen) ?? listen.split(separator: ":").last.flatMap { Int($0) } ?? 80
    }

    /// Host and port of a URL.
    static func authority(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        if url[scheme.upperBound...].hasPrefix("unix:") { return String(url[scheme.upperBound...]) }
        // A name and password before the host are nobody's business.
        let whole = url[scheme.upperBound...].prefix { $0 != "/" }
        let rest = whole.lastIndex(of: "@").map { whole[whole.index(after: $0)...] } ?? whole
        // The colons of an IPv6 address are inside brackets.
        let hasPort = (rest.lastIndex(of: "]").map { rest[$0...] } ?? rest).contains(":")
        return hasPort ? String(rest) : rest + (url.hasPrefix("https:") ? ":443" : ":80")
    }
}

/// A directive together with the file it stands in.
struct NginxLine: Sendable {
    let file: String
    let line: Int
    let words: [String]
    var children: [NginxLine]

    init(file: String, _ directive: NginxDirective) {
        self.file = file
        line = directive.line
        words = directive.words
        children = (directive.children ?? []).map { NginxLine(file: file, $0) }
    }
}

/// What holds inside a block and is handed down to the blocks in it.
private struct NginxScope {
    private var variables: [String: String] = [:]
    /// `X-Forwarded-For` as this level or an outer one sets it.
    private var forwardedFor: String?
    /// Who may say by a header whom `$remote_addr` names (ngx_http_realip_module).
    private var believed: [String] = []

    init() {}

    /// ngx_http_proxy_module: `proxy_set_header` is inherited only where the level sets no header at all.
    func entering(_ block: NginxLine) -> NginxScope {
        var scope = self
        let headers = block.children.filter { $0.words.first == "proxy_set_header" && $0.words.count == 3 }
        if !headers.isEmpty {
            scope.forwardedFor = headers.last { $0.words[1].lowercased() == "x-forwarded-for" }?.words[2]
        }
        let believed = block.children.filter { $0.words.first == "set_real_ip_from" && $0.words.count == 2 }
        if !believed.isEmpty { scope.believed = believed.map { $0.words[1] } }
        for line in block.children where line.words.first == "set" && line.words.count == 3 {
            scope.variables[line.words[1]] = line.words[2]
        }
        return scope
    }

    func resolved(_ text: String) -> String {
        var text = text
        for (name, value) in variables.sorted(by: { $0.key.count > $1.key.count }) {
            text = text.replacing(name, with: value).replacing("${\(name.dropFirst())}", with: value)
        }
        return text
    }

    /// Without the header nginx hands on what the client claims, and `$proxy_add_x_forwarded_for` adds to it.
    ///
    /// An empty one takes the header away: then everybody comes from where nginx runs.
    var overwritesClient: Bool {
        guard let forwardedFor else { return false }
        if forwardedFor == "$realip_remote_addr" { return true }
        return forwardedFor == "$remote_addr" && !believed.contains(where: ProxySite.holdsStrangers)
    }
}
