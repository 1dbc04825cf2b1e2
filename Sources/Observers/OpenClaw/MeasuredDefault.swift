import Catalog
import Hardening

/// What a setting comes to where nothing sets it, version by version.
///
/// Each span is of versions in which it was seen: OpenClaw was run, or its program read. What is between two spans that
/// differ, and what is newer than the last, is not known.
struct MeasuredDefault: Sendable {
    struct Span: Sendable {
        /// None for the first one, which holds for whatever is older.
        let first: OpenClawVersion?
        let last: OpenClawVersion
        let value: Value
    }

    /// The oldest first.
    let spans: [Span]

    /// The newest version that was looked at.
    static let newest = OpenClawVersion(2026, 9, 6)

    /// - Returns: unknown, with the reason, for a version in no span, and where the version is not known.
    func value(in version: OpenClawVersion?) -> Value {
        guard let version else {
            return .unknown(.notStated("not set, and its default depends on the OpenClaw version, which is unknown"))
        }
        var before: Span?
        for span in spans {
            defer { before = span }
            guard version <= span.last else { continue }
            if span.first.map({ version >= $0 }) ?? true || before?.value == span.value { return span.value }
            return .unknown(
                .notModeled("the default changed by \(span.last), and whether before \(version) was not looked at")
            )
        }
        return .unknown(
            .notModeled("the default was not looked at in versions after \(Self.newest), and nothing sets it")
        )
    }
}

extension MeasuredDefault {
    /// `tools.agentToAgent.enabled`.
    static let agentToAgent = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 9, 1), value: false),
        Span(first: OpenClawVersion(2026, 9, 3), last: newest, value: true),
    ])

    /// `tools.sessions.visibility` outside of sandboxes.
    static let sessionsVisibility = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 8, 1), value: "tree"),
        Span(first: OpenClawVersion(2026, 8, 2), last: OpenClawVersion(2026, 9, 1), value: "agent"),
        Span(first: OpenClawVersion(2026, 9, 3), last: newest, value: "all"),
    ])

    /// `tools.message.crossContext.allowAcrossProviders`.
    static let messagesAcrossProviders = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 9, 3), value: false),
        Span(first: newest, last: newest, value: true),
    ])

    /// `gateway.terminal.enabled`; up to 2026.6.35 there is no terminal.
    static let gatewayTerminal = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 7, 35), value: false),
        Span(first: OpenClawVersion(2026, 8, 1), last: newest, value: true),
    ])

    /// `skills.workshop.autonomous.mode`; up to 2026.5 agents write no skills.
    static let skillWorkshop = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 7, 35), value: "off"),
        Span(first: OpenClawVersion(2026, 8, 1), last: newest, value: "auto"),
    ])

    /// What 2026.8.1 brought: not set in what is older, then a value.
    private static func recent(_ value: Value, since first: OpenClawVersion = OpenClawVersion(2026, 8, 1)) -> Self {
        let before =
            first == newest
            ? Span(first: nil, last: OpenClawVersion(2026, 9, 3), value: .unset)
            : Span(first: nil, last: OpenClawVersion(2026, 7, 35), value: .unset)
        return Self(spans: [before, Span(first: first, last: newest, value: value)])
    }

    /// `gateway.nodes.pairing.autoApproveLocal`, `.sshVerify`, `gateway.nodes.pluginTools.enabled`, `.allowSkills`,
    /// `gateway.controlUi.automaticallyFetchFavicons` and `models.catalogRefresh.enabled`.
    static let recentlyOn = recent(true)

    /// `nodeHost.autoUpdate.enabled`.
    static let nodeHostUpdates = recent(true, since: newest)

    /// Commands of a device's desktop, which are allowed once it is paired.
    static let desktopCommands = recent(["computer.act", "desktop.stream"])

    /// Whether the first person who is paired on the command line becomes owner, where there is none.
    static let pairingMakesOwner = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 4, 23), value: false),
        Span(first: OpenClawVersion(2026, 6, 11), last: newest, value: true),
    ])

    /// Whether a failed update or start begins an agent that is found on the program path.
    static let repairsByAgent = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 9, 1), value: false),
        Span(first: OpenClawVersion(2026, 9, 3), last: newest, value: true),
    ])

    /// `skills.workshop.approvalPolicy`.
    static let skillWorkshopApproval = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 7, 35), value: "pending"),
        Span(first: OpenClawVersion(2026, 8, 1), last: newest, value: "auto"),
    ])

    /// `browser.ssrfPolicy.dangerouslyAllowPrivateNetwork`.
    static let browserPrivateNetwork = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 4, 13), value: true),
        Span(first: OpenClawVersion(2026, 4, 14), last: newest, value: false),
    ])

    /// Whether a gateway without `gateway.bind` listens on every address where it sees that it is in a container.
    static let opensInContainer = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 3, 13), value: false),
        Span(first: OpenClawVersion(2026, 4, 23), last: newest, value: true),
    ])

    /// Whether a gateway that is given no secret asks for one all the same.
    ///
    /// Up to 2026.2.12 it refuses to start. Later ones make one up, up to 2026.4.23 in `openclaw.json`, then in memory.
    static let makesUpSecret = Self(spans: [
        Span(first: nil, last: OpenClawVersion(2026, 2, 12), value: false),
        Span(first: OpenClawVersion(2026, 2, 26), last: newest, value: true),
    ])
}
