import Hardening
import Surface

/// A change of settings that may break chains; most are of one.
struct Cut: Sendable {
    struct Change: Sendable {
        /// Where in the configuration; a number stands for a place in a list.
        let path: [String]
        let value: Setting
        /// Whether the value's items join the list that is there, instead of taking its place.
        var isAddition = false

        func applied(to root: Setting) -> Setting {
            let present = isAddition ? path.reduce(root) { $0[$1] }.items : []
            return root.replacing(path[...], with: isAddition ? Setting(.list(present + value.items)) : value)
        }
    }

    let changes: [Change]
    /// As a person writes it.
    let words: String
    /// Whether it takes away what somebody may well use, so that no control asks for it by itself.
    var isDear = false

    init(_ changes: [Change], _ words: String) {
        self.changes = changes
        self.words = words
    }

    init(_ path: [String], _ value: Setting) {
        self.init([Change(path: path, value: value)], "\(Self.dotted(path)): \(value.words)")
    }

    /// Several changes of which each alone does nothing.
    init(joining cuts: [Cut]) {
        self.init(cuts.flatMap(\.changes), cuts.map(\.words).joined(separator: " and "))
    }

    func applied(to root: Setting) -> Setting {
        changes.reduce(root) { $1.applied(to: $0) }
    }

    static func dotted(_ path: [String]) -> String {
        String(path.map { Int($0) == nil ? ".\($0)" : "[\($0)]" }.joined().dropFirst())
    }
}

extension Cut {
    /// Its scalars as `openclaw config set` takes them: path and value.
    var settings: [String] {
        changes.compactMap { change in
            switch change.value.content {
            case .flag(let flag): "\(Self.dotted(change.path)) \(flag)"
            case .text(let text): "\(Self.dotted(change.path)) \(text)"
            default: nil
            }
        }
    }

    /// The tools that it adds to those denied to everybody.
    var denials: [String] { changes.filter { $0.isAddition }.flatMap(\.value.texts) }
}

extension Exposure {
    /// For each end of an agent's chains the change that breaks it and loses the least: tried, not guessed.
    ///
    /// The candidates are in the order of what a person misses afterwards. Where none breaks a chain alone, one after
    /// the other is added until it is broken, and those that then turn out to be superfluous are left out again.
    func cuts(of agent: AgentPolicy, _ chains: [AttackChain]) -> [AttackChain.Key: [Cut]] {
        let candidates = candidates(for: agent)
        var cuts: [AttackChain.Key: [Cut]] = [:]
        var open = Set(chains.map(\.key))
        for cut in candidates where !open.isEmpty {
            let left = with([cut]).remaining(agent.id)
            for key in open.subtracting(left) { cuts[key] = [cut] }
            open.formIntersection(left)
        }
        for key in open {
            if let several = several(candidates, breaking: key, of: agent.id) { cuts[key] = several }
        }
        return cuts
    }

    private func several(_ candidates: [Cut], breaking key: AttackChain.Key, of id: String) -> [Cut]? {
        guard !with(candidates).remaining(id).contains(key) else { return nil }
        // From the dearest to the cheapest, what is not needed goes.
        return candidates.reversed().reduce(candidates) { kept, cut in
            let fewer = kept.filter { $0.words != cut.words }
            return with(fewer).remaining(id).contains(key) ? kept : fewer
        }
    }

    func with(_ cuts: [Cut]) -> Exposure {
        Exposure(
            root: cuts.reduce(root) { $1.applied(to: $0) },
            version: version,
            approvals: approvals,
            hasEngine: hasEngine
        )
    }

    private func remaining(_ id: String) -> Set<AttackChain.Key> {
        Set(agents.filter { $0.id == id }.flatMap { chains(of: $0).map(\.key) })
    }

    private func candidates(for agent: AgentPolicy) -> [Cut] {
        func inEffect(_ path: String) -> [String] {
            (agent.own["tools"].at(path).isSet ? agent.location : []) + ["tools"]
                + path.split(separator: ".").map { String($0) }
        }
        func deny(_ tools: String...) -> Cut {
            let list = Setting(.list(tools.map { Setting(.text($0)) }))
            let change = Cut.Change(path: ["tools", "deny"], value: list, isAddition: true)
            return Cut([change], "add \(tools.map { "\"\($0)\"" }.joined(separator: ", ")) to tools.deny")
        }
        let asks =
            agent.tool("exec.mode").isSet
            ? [Cut(inEffect("exec.mode"), Setting(.text("ask")))]
            : [Cut((agent.setsApproval ? agent.location : []) + ["tools", "exec", "ask"], Setting(.text("always")))]
        // Without a host that is named, older versions ask nobody.
        let host =
            agent.ignoresApprovals(onceSet: true) ? [Cut(["tools", "exec", "host"], Setting(.text("gateway")))] : []
        let free = [
            Cut(inEffect("fs.workspaceOnly"), Setting(.flag(true))),
            Cut(["tools", "sessions", "visibility"], Setting(.text("self"))),
            Cut(["session", "dmScope"], Setting(.text("per-channel-peer"))),
            deny("gateway", "openclaw", "plugins"), deny("group:nodes"), deny("cron"),
            Cut(inEffect("elevated.enabled"), Setting(.flag(false))),
            Cut(joining: host + asks),
        ]
        let speakers = ChannelAccount.all(root).filter { reaches($0, agent) }.flatMap { $0.cuts }
        // Only Docker's sandboxes need an engine on this machine.
        let canSandbox = hasEngine || !["docker", nil].contains(agent.sandbox("backend").text)
        var dear = [Cut(["hooks", "enabled"], Setting(.flag(false)))]
        if canSandbox { dear.append(Cut(["agents", "defaults", "sandbox", "mode"], Setting(.text("all")))) }
        dear += [
            deny("bundle-mcp"), deny("group:runtime"), deny("group:web", "browser"), deny("read"), deny("group:memory"),
        ]
        for index in dear.indices { dear[index].isDear = true }
        return free + speakers + dear
    }
}

extension ChannelAccount {
    /// What sends strangers away, in the account where it says otherwise, else in the channel.
    fileprivate var cuts: [Cut] {
        var cuts: [Cut] = []
        let channelPath = ["channels", channel]
        let accountPath = channelPath + ["accounts", account]
        if dmAudience == "strangers" {
            let policy = (own["dmPolicy"].isSet || own.at("dm.policy").isSet ? accountPath : channelPath) + ["dmPolicy"]
            let list = listPath
            let named = allowFrom.items.filter { $0.text?.trimmed != "*" }
            let changes = [
                Cut.Change(path: policy, value: Setting(.text("pairing"))),
                Cut.Change(path: list, value: Setting(.list(named))),
            ]
            let words = "\(Cut.dotted(policy)): \"pairing\", and no \"*\" in \(Cut.dotted(list))"
            cuts.append(Cut(changes, words))
        }
        if groupAudience == "strangers" || groupAudience == "members" {
            let place = own["groupPolicy"].isSet ? accountPath : channelPath
            let listed = Cut(place + ["groupPolicy"], Setting(.text("allowlist")))
            if groupPolicy.text == "open" { cuts.append(listed) }
            if let starless = groupStar {
                cuts.append(groupPolicy.text == "open" ? Cut(joining: [listed, starless]) : starless)
            }
            cuts.append(Cut(place + ["groupPolicy"], Setting(.text("disabled"))))
        }
        return cuts
    }

    /// The list of people in groups without its star, where it has one of its own.
    private var groupStar: Cut? {
        let isOwn = own["groupAllowFrom"].isSet
        let list = (isOwn ? own : shared)["groupAllowFrom"]
        guard list.texts.contains("*") else { return nil }
        let path = ["channels", channel] + (isOwn ? ["accounts", account] : []) + ["groupAllowFrom"]
        let named = list.items.filter { $0.text?.trimmed != "*" }
        return Cut([Cut.Change(path: path, value: Setting(.list(named)))], "no \"*\" in \(Cut.dotted(path))")
    }

    /// Where the list of direct senders is that counts.
    private var listPath: [String] {
        let (place, path) =
            own["allowFrom"].isSet || own.at("dm.allowFrom").isSet
            ? (own, ["channels", channel, "accounts", account]) : (shared, ["channels", channel])
        return path
            + (place["allowFrom"].isSet || !place.at("dm.allowFrom").isSet ? ["allowFrom"] : ["dm", "allowFrom"])
    }
}
