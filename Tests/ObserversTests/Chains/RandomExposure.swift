@testable import Observers

/// Random installations, and restrictions of them, from a seed.
struct RandomExposure {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func pick(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    private mutating func pick(_ words: [String]) -> String { words[pick(words.count)] }

    private mutating func some(_ words: [String], atMost count: Int) -> Setting {
        var list: [Setting] = []
        for _ in 0...pick(count) { list.append(Setting(.text(pick(words)))) }
        return Setting(.list(list))
    }

    private static let tools = ToolCatalog.names.sorted() + ["group:fs", "group:runtime", "group:web", "session*"]

    /// Settings whose values go from the laxest, which is also the default, to the strictest.
    private static let ladders: [(path: String, values: [Setting], ofAgents: Bool)] = [
        ("tools.fs.workspaceOnly", [.flag(false), .flag(true)], true),
        ("tools.exec.security", [.text("full"), .text("allowlist"), .text("deny")], true),
        ("tools.exec.ask", [.text("off"), .text("always")], true),
        ("tools.elevated.enabled", [.flag(true), .flag(false)], true),
        ("tools.web.fetch.enabled", [.flag(true), .flag(false)], true),
        ("sandbox.mode", [.text("off"), .text("non-main"), .text("all")], true),
        ("agents.defaults.sandbox.docker.network", [.text("bridge"), .text("none")], false),
        ("agents.defaults.sandbox.workspaceAccess", [.text("rw"), .text("ro"), .text("none")], false),
        ("tools.sessions.visibility", [.text("all"), .text("agent"), .text("tree"), .text("self")], false),
        ("session.dmScope", [.text("main"), .text("per-peer"), .text("per-channel-peer")], false),
        ("browser.enabled", [.flag(true), .flag(false)], false),
        (
            "channels.telegram.dmPolicy", [.text("open"), .text("pairing"), .text("allowlist"), .text("disabled")],
            false
        ),
        ("channels.discord.dmPolicy", [.text("open"), .text("pairing"), .text("allowlist"), .text("disabled")], false),
        ("channels.telegram.groupPolicy", [.text("open"), .text("allowlist"), .text("disabled")], false),
        ("channels.discord.groupPolicy", [.text("open"), .text("allowlist"), .text("disabled")], false),
        ("hooks.enabled", [.flag(true), .flag(false)], false),
    ].map { ($0.0, $0.1.map { Setting($0) }, $0.2) }

    private static func keys(_ path: String, agent: Int?) -> [String] {
        let keys = path.split(separator: ".").map(String.init)
        if let agent { return ["agents", "list", "\(agent)"] + keys }
        return path.hasPrefix("sandbox") ? ["agents", "defaults"] + keys : keys
    }

    private static func value(_ root: Setting, _ keys: [String]) -> Setting {
        keys.reduce(root) { place, key in Int(key).map { place.items[$0] } ?? place[key] }
    }

    /// An installation of two agents and two channels.
    mutating func exposure() -> Exposure {
        var root = Setting(.object([]))
        func set(_ keys: [String], _ value: Setting) { root = root.replacing(keys[...], with: value) }
        let agents = ["home", "public"].map { Setting(.object([.init(key: "id", value: Setting(.text($0)))])) }
        set(["agents", "list"], Setting(.list(agents)))
        for ladder in Self.ladders {
            // What the default is differs; from an explicit value on, the ladder is in order.
            set(Self.keys(ladder.path, agent: nil), ladder.values[pick(ladder.values.count)])
            guard ladder.ofAgents, pick(3) == 0 else { continue }
            set(Self.keys(ladder.path, agent: pick(2)), ladder.values[pick(ladder.values.count)])
        }
        for channel in ["telegram", "discord"] {
            set(["channels", channel, "allowFrom"], some(["*", "1", "2"], atMost: 2))
            if pick(2) == 0 {
                set(["channels", channel, "groups", pick(["*", "-100"]), "enabled"], Setting(.flag(true)))
            }
        }
        for place in [["tools"], ["agents", "list", "\(pick(2))", "tools"]] {
            if pick(2) == 0 {
                set(place + ["profile"], Setting(.text(pick(["full", "coding", "messaging", "minimal"]))))
            }
            if pick(2) == 0 { set(place + ["deny"], some(Self.tools, atMost: 3)) }
            if pick(3) == 0 { set(place + ["allow"], some(Self.tools, atMost: 5)) }
        }
        if pick(2) == 0 { set(["tools", "elevated", "allowFrom", "telegram"], some(["*", "1"], atMost: 1)) }
        set(["hooks", "gmail"], Setting(.object([])))
        let versions = [nil, OpenClawVersion(2026, 3, 3), OpenClawVersion(2026, 4, 19), OpenClawVersion(2026, 8, 1)]
        return Exposure(root: root, version: versions[pick(versions.count)], approvals: .missing)
    }

    /// The same with one thing more forbidden, and what that was.
    mutating func restricted(_ exposure: Exposure) -> (Exposure, String) {
        let keys: [String]
        let value: Setting
        let agent = pick(2) == 0 ? pick(2) : nil
        let tools = (agent.map { ["agents", "list", "\($0)"] } ?? []) + ["tools"]
        switch pick(6) {
        case 0:
            keys = tools + ["deny"]
            value = Setting(.list(Self.value(exposure.root, keys).items + some(Self.tools, atMost: 3).items))
        case 1 where !Self.value(exposure.root, tools + ["allow"]).isSet:
            keys = tools + ["allow"]
            value = some(Self.tools, atMost: 8)
        case 2:
            keys = ["channels", pick(["telegram", "discord"]), "allowFrom"]
            value = Setting(.list([Setting(.text("1"))]))
        default:
            let ladder = Self.ladders[pick(Self.ladders.count)]
            let owner = ladder.ofAgents ? agent : nil
            keys = Self.keys(ladder.path, agent: owner)
            let present = Self.value(exposure.root, keys).or(
                Self.value(exposure.root, Self.keys(ladder.path, agent: nil))
            )
            let step = ladder.values.firstIndex { $0.words == present.words } ?? 0
            value = ladder.values[min(step + 1, ladder.values.count - 1)]
        }
        let root = exposure.root.replacing(keys[...], with: value)
        let words = "\(keys.joined(separator: ".")): \(value.texts.isEmpty ? value.words : "\(value.texts)")"
        return (Exposure(root: root, version: exposure.version, approvals: exposure.approvals), words)
    }
}
