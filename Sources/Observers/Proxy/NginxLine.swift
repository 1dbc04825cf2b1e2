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
        let (directives, isWhole) = NginxDirective.read(text)
        guard isWhole else {
            throw Unknown.notModeled(
                "\(path) has a block of another language, or braces and quotation marks without end"
            )
        }
        let lines = directives.map { NginxLine(file: path, $0) }
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

    /// The addresses of each `upstream` block; names are the same in capitals.
    private static func groups(_ lines: [NginxLine]) -> [String: [String]] {
        var groups: [String: [String]] = [:]
        for group in lines where group.words.first == "upstream" && group.words.count == 2 {
            groups[group.words[1].lowercased()] = group.children
                .filter { $0.words.first == "server" && $0.words.count > 1 }
                .map { $0.words[1].hasPrefix("unix:") ? $0.words[1] : authority("http://" + $0.words[1]) }
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
                site.upstreams += (groups[line.words[1].lowercased()] ?? [line.words[1]]).map {
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
                let url = scope.resolved(line.words[1])
                let target = authority(url)
                // A group has no port, whatever the scheme's is.
                let port = url.lowercased().hasPrefix("https:") ? ":443" : ":80"
                let host = target.hasSuffix(port) ? String(target.dropLast(port.count)) : target
                site.upstreams += (groups[host.lowercased()] ?? [target]).map {
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
        let whole = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        let rest = whole.lastIndex(of: "@").map { whole[whole.index(after: $0)...] } ?? whole
        // The colons of an IPv6 address are inside brackets.
        let hasPort = (rest.lastIndex(of: "]").map { rest[$0...] } ?? rest).contains(":")
        return hasPort ? String(rest) : rest + (url.lowercased().hasPrefix("https:") ? ":443" : ":80")
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
    /// `X-Forwarded-For` as this level or an outer one sets it; what is set twice is sent twice.
    private var forwardedFor: [String] = []
    /// Who may say by a header whom `$remote_addr` names (ngx_http_realip_module).
    private var believed: [String] = []

    init() {}

    /// ngx_http_proxy_module: `proxy_set_header` is inherited only where the level sets no header at all.
    func entering(_ block: NginxLine) -> NginxScope {
        var scope = self
        let headers = block.children.filter { $0.words.first == "proxy_set_header" && $0.words.count == 3 }
        if !headers.isEmpty {
            scope.forwardedFor = headers.filter { $0.words[1].lowercased() == "x-forwarded-for" }.map { $0.words[2] }
        }
        let believed = block.children.filter { $0.words.first == "set_real_ip_from" && $0.words.count == 2 }
        if !believed.isEmpty { scope.believed = believed.map { $0.words[1] } }
        for line in block.children where line.words.first == "set" && line.words.count == 3 {
            scope.variables[line.words[1].dropFirst().lowercased()] = scope.resolved(line.words[2])
        }
        // What a condition may set stays a variable.
        for name in block.children.flatMap(Self.setInside) { scope.variables[name] = nil }
        return scope
    }

    /// The variables that are set where a condition holds.
    private static func setInside(_ line: NginxLine) -> [String] {
        guard line.words.first == "if" else { return [] }
        return line.children.filter { $0.words.first == "set" && $0.words.count == 3 }
            .map { $0.words[1].dropFirst().lowercased() } + line.children.flatMap(setInside)
    }

    /// The text with variables replaced whose values are known; their names are the same in capitals.
    func resolved(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "$" else {
                result.append(character)
                continue
            }
            let isBraced = rest.hasPrefix("{")
            let name = rest.dropFirst(isBraced ? 1 : 0).prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
            }
            let written = rest[..<name.endIndex]
            rest = rest[name.endIndex...]
            let isClosed = isBraced && rest.hasPrefix("}")
            if isClosed { rest = rest.dropFirst() }
            result += variables[name.lowercased()] ?? "$" + written + (isClosed ? "}" : "")
        }
        return result
    }

    /// Without the header nginx hands on what the client claims, and `$proxy_add_x_forwarded_for` adds to it.
    ///
    /// An empty one takes the header away: then everybody comes from where nginx runs.
    var overwritesClient: Bool {
        guard let value = forwardedFor.first, forwardedFor.count == 1 else { return false }
        if value == "$realip_remote_addr" { return true }
        return value == "$remote_addr" && !believed.contains(where: ProxySite.holdsStrangers)
    }
}
