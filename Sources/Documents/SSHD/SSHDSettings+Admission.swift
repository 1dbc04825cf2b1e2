extension SSHDSettings {
    /// Whether the lists of users and groups let the connection's account in.
    ///
    /// Follows `allowed_user` of auth.c.
    public func admits(_ connection: SSHDConnection) -> Bool {
        func values(_ keyword: String) -> [String] { self[keyword]?.map(\.value) ?? [] }
        func lists(_ patterns: [String]) -> Bool { patterns.contains { matches(connection, $0) } }
        let groups = connection.groups ?? []
        func listsGroup(_ patterns: [String]) -> Bool {
            groups.contains { group in patterns.contains { SSHDPattern.matches(group, $0) } }
        }
        if lists(values("denyusers")) { return false }
        let allowed = values("allowusers")
        if !allowed.isEmpty, !lists(allowed) { return false }
        if listsGroup(values("denygroups")) { return false }
        let allowedGroups = values("allowgroups")
        return allowedGroups.isEmpty || listsGroup(allowedGroups)
    }

    /// `match_user` of match.c: neither commas nor `!` mean anything in front of the `@`.
    private func matches(_ connection: SSHDConnection, _ pattern: String) -> Bool {
        let isRecent = version >= SSHDVersion(9, 9)
        guard let sign = isRecent ? pattern.lastIndex(of: "@") : pattern.firstIndex(of: "@") else {
            return SSHDPattern.matches(connection.user, pattern)
        }
        guard SSHDPattern.matches(connection.user, String(pattern[..<sign])) else { return false }
        let place = String(pattern[pattern.index(after: sign)...])
        let address = SSHDAddressList.answer(connection.address, list: place) ?? .excluded
        let host = SSHDPattern.answer(connection.host.lowercased(), list: place, ignoringCase: true)
        guard address != .excluded, host != .excluded else { return false }
        return address == .match || host == .match
    }
}
