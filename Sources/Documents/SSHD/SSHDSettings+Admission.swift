extension SSHDSettings {
    /// Whether the lists of users and groups let the connection's account in.
    ///
    /// Follows `allowed_user` of auth.c.
    public func admits(_ connection: SSHDConnection) -> Bool {
        func values(_ keyword: String) -> [String] { self[keyword]?.map(\.value) ?? [] }
        func lists(_ patterns: [String]) -> Bool { patterns.contains { Self.matches(connection, $0) } }
        let groups = connection.groups ?? []
        func listsGroup(_ patterns: [String]) -> Bool {
            groups.contains { group in
                SSHDPattern.answer(group, list: patterns.joined(separator: ",")) == .match
            }
        }
        if lists(values("denyusers")) { return false }
        let allowed = values("allowusers")
        // A pattern with `!` that matches excludes; it never admits.
        if !allowed.isEmpty, !lists(allowed) { return false }
        if listsGroup(values("denygroups")) { return false }
        let allowedGroups = values("allowgroups")
        return allowedGroups.isEmpty || listsGroup(allowedGroups)
    }

    private static func matches(_ connection: SSHDConnection, _ pattern: String) -> Bool {
        guard let sign = pattern.firstIndex(of: "@") else {
            return SSHDPattern.answer(connection.user, list: pattern) == .match
        }
        guard SSHDPattern.matches(connection.user, String(pattern[..<sign])) else { return false }
        let place = String(pattern[pattern.index(after: sign)...])
        return SSHDAddressList.answer(connection.address, list: place) == .match
            || SSHDPattern.answer(connection.host.lowercased(), list: place, ignoringCase: true) == .match
    }
}
