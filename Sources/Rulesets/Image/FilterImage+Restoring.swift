extension FilterImage {
    /// What `iptables-restore --noflush` takes to make a table as it was when the image was made, in one transaction.
    ///
    /// Nothing where nothing is to be done. A table that was not there then gets `nil` for `image`: what is ours goes, and
    /// policies accept again.
    static func restoring(_ image: FilterImage?, over table: FilterTable) -> String? {
        let now = FilterImage(table)
        guard image != now else { return nil }
        var lines = ["*filter"]
        lines += table.policies.compactMap { policy in
            let before = image?.policies.first { $0.chain == policy.chain }?.verdict ?? "ACCEPT"
            // Docker drops what it does not forward; if it came in the meantime, that is its own and stays.
            let isDockers =
                policy.chain == "FORWARD" && policy.verdict == "DROP" && table.hasDocker
                && image?.jumps.contains { $0.line.target == dockerUser } != true
            return isDockers || before == policy.verdict ? nil : ":\(policy.chain) \(before) [0:0]"
        }
        let then = image?.chains ?? []
        let isSame = image?.chains == now.chains && image?.rules == now.rules && image?.jumps == now.jumps
        if !isSame {
            let gone = now.jumps.filter { !isKept($0, in: table) }
            lines += withDockerUser(image, table)
            lines += (now.chains + then.filter { !now.chains.contains($0) }).map { ":\($0) - [0:0]" }
            lines += gone.map { "-D \($0.line.chain)\($0.line.rule)" }
            lines += insertions(image?.jumps ?? [], over: table)
            lines += (image?.rules ?? []).map(\.text)
            lines += now.chains.filter { !then.contains($0) }.map { "-X \($0)" }
            lines += withoutDockerUser(image, table)
        }
        return lines.count == 1 ? nil : (lines + ["COMMIT", ""]).joined(separator: "\n")
    }

    /// Docker's own jump to its chain for others stays while Docker is there.
    private static func isKept(_ jump: Jump, in table: FilterTable) -> Bool {
        jump.line.target == dockerUser && table.hasDocker
    }

    /// Each jump in front of the same number of other rules as before, and behind all bans.
    private static func insertions(_ jumps: [Jump], over table: FilterTable) -> [String] {
        var inserted: [String: [Int]] = [:]
        return jumps.filter { !isKept($0, in: table) }.map { jump in
            let chain = jump.line.chain
            // What stays in the chain: jumps of ours were taken out just before, kept ones were not.
            let rest = table.lines(of: chain).filter { line in
                !isJump(line) || isKept(Jump(line: line, offset: 0), in: table)
            }
            var place = 0
            var others = 0
            for line in rest {
                if isBan(line) || isJump(line) && !follows(line, jump, in: jumps) {
                    place += 1
                } else if isJump(line) {
                    break
                } else if others < jump.offset {
                    others += 1
                    place += 1
                } else {
                    break
                }
            }
            // Earlier jumps of this list stand in front of it now.
            let shift = inserted[chain, default: []].count { $0 <= place }
            inserted[chain, default: []].append(place)
            return "-I \(chain) \(place + shift + 1)\(jump.line.rule)"
        }
    }

    /// Whether Docker's jump stood behind another one; what Docker put there in the meantime is in front, as it wants it.
    private static func follows(_ kept: FilterTable.Line, _ jump: Jump, in jumps: [Jump]) -> Bool {
        guard let place = jumps.firstIndex(where: { $0.line == kept }), let other = jumps.firstIndex(of: jump) else {
            return false
        }
        return place > other
    }

    /// The chain that was there and went in the meantime, with Docker or with what made it because Docker did not.
    private static func withDockerUser(_ image: FilterImage?, _ table: FilterTable) -> [String] {
        let isWanted = image?.jumps.contains { [$0.line.chain, $0.line.target].contains(dockerUser) } ?? false
        return isWanted && !table.chains.contains(dockerUser) ? [":\(dockerUser) - [0:0]"] : []
    }

    /// The chain that was made because Docker was not there to make it.
    private static func withoutDockerUser(_ image: FilterImage?, _ table: FilterTable) -> [String] {
        let hadJump = image?.jumps.contains { $0.line.target == dockerUser } ?? false
        let foreign = table.lines(of: dockerUser).filter { !isJump($0) }
        guard !hadJump, !table.hasDocker, table.chains.contains(dockerUser), foreign.isEmpty,
            !table.lines.contains(where: { $0.target == dockerUser && !isJump($0) })
        else { return [] }
        return ["-X \(dockerUser)"]
    }
}
