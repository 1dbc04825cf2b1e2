import Catalog
import Hardening
import Rulesets
import Surface

/// The OpenClaw gateway: what starts it, with which settings, and who can reach it.
struct GatewayObserver: SubjectObserver {
    let look: Look

    /// The gateway of each installation as it takes effect.
    func openclawGateway() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all {
            var record = Self.gateway(installation)
            await settleBySocket(installation, &record)
            await settleByVault(installation, &record)
            records.append(record)
        }
        return records.isEmpty ? nil : records
    }

    /// One record for each installation; absent where there is none.
    func openclawRecords(_ record: (Installation) -> Record) async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get(), !all.isEmpty else { return nil }
        return all.map(record)
    }

    /// Records that say which installation they belong to; with it in their names, where there are several.
    static func named(_ records: [Record], after installation: Installation, of all: [Installation]) -> [Record] {
        records.map { record in
            var record = record
            record.identity[.installation] = .text(installation.name)
            if all.count > 1, record.name != installation.name { record.name += " in \(installation.directory)" }
            return record
        }
    }

    static func gateway(_ installation: Installation) -> Record {
        let root = installation.root
        let place = root["gateway"]
        var record = Record(installation.name, identity: installation.identity)
        record.set(.gatewayMode, place["mode"], default: .unset)
        record.set(.gatewayPort, place["port"], default: 18789)
        record.set(.gatewayBind, place["bind"], default: unsetBind(installation))
        if let bind = startedBind(installation) {
            let source = installation.container == nil ? installation.service?.source : nil
            record.set(.gatewayBind, .text(bind), from: source.map { Origin($0) })
        } else if let doubt = installation.argumentsDoubt {
            record[.gatewayBind] = .unknown(doubt)
        }
        if let port = GatewayService.value(of: "--port", in: installation.arguments).flatMap({ Int($0) }) {
            record[.gatewayPort] = .number(port)
        }
        record.set(.tailscaleMode, place.at("tailscale.mode"), default: "off")
        if let mode = startedTailscale(installation) {
            record.set(.tailscaleMode, .text(mode), from: installation.service.map { Origin($0.source) })
        } else if let doubt = installation.argumentsDoubt, record[.tailscaleMode] == "off" {
            record[.tailscaleMode] = .unknown(doubt)
        }
        record.set(
            .gatewayAllowsTailscale,
            place.at("auth.allowTailscale"),
            default: .flag((startedTailscale(installation) ?? place.at("tailscale.mode").text) == "serve")
        )
        record[.gatewayInContainer] =
            installation.containerDoubt.map { .unknown($0) } ?? .flag(installation.container != nil)
        let funnel = place.at("tailscale.mode")
        let decided = funnel.text == "funnel" ? funnel.origin : record.origins[.gatewayBind]
        record.set(.gatewayIsExposed, isExposed(installation), from: decided)
        authentication(installation, into: &record)
        proxies(installation, into: &record)
        controlUI(place, into: &record)
        let icons = MeasuredDefault.recentlyOn.value(in: installation.version)
        record.set(.controlUIFavicons, place.at("controlUi.automaticallyFetchFavicons"), default: icons)
        endpoints(installation, into: &record)
        return record
    }

    /// What the gateway was started with; it wins over the configuration.
    private static func startedBind(_ installation: Installation) -> String? {
        GatewayService.value(of: "--bind", in: installation.arguments)
    }

    private static func startedTailscale(_ installation: Installation) -> String? {
        GatewayService.value(of: "--tailscale", in: installation.arguments)
    }

    /// Where the gateway listens where nothing says so: `auto` where it sees a container around it, else on loopback.
    ///
    /// With Tailscale it is loopback everywhere (`defaultGatewayBindMode` of `src/gateway/net.ts`).
    private static func unsetBind(_ installation: Installation) -> Value {
        let tailscale = startedTailscale(installation) ?? installation.root.at("gateway.tailscale.mode").text
        if !["off", nil].contains(tailscale) || !installation.looksLikeContainer { return "loopback" }
        switch MeasuredDefault.opensInContainer.value(in: installation.version) {
        case .flag(let opens): return opens ? "auto" : "loopback"
        case let doubt: return doubt
        }
    }

    private static func isExposed(_ installation: Installation) -> Value {
        let place = installation.root["gateway"]
        if installation.isClient { return false }
        if (startedTailscale(installation) ?? place.at("tailscale.mode").text) == "funnel" { return true }
        if startedBind(installation) == nil, let doubt = installation.argumentsDoubt { return .unknown(doubt) }
        let set =
            startedBind(installation).map { Value.text($0) } ?? place["bind"].value(default: unsetBind(installation))
        if case .unknown = set { return set }
        // What is no text is refused.
        guard case .text(let bind) = set else { return false }
        let address = bind == "custom" ? place["customBindHost"].text ?? "" : bind
        if address == "auto", installation.looksLikeContainer {
            return MeasuredDefault.opensInContainer.value(in: installation.version)
        }
        // Versions until 2026.3 took addresses, too.
        let isLocal = ["loopback", "auto", "localhost", "::1"].contains(address) || address.hasPrefix("127.")
        return .flag(!isLocal)
    }

    /// The mode and whether there is a secret where neither the configuration nor the environment that was seen has one.
    ///
    /// Versions before 2026.1.29 then ask for nothing. Later ones ask for a token; those that make one up are protected
    /// whatever the environment holds, and those that do not refuse to start without.
    private static func withoutSecret(_ installation: Installation) -> (mode: Value, hasSecret: Value) {
        let made = MeasuredDefault.makesUpSecret.value(in: installation.version)
        if made == true { return ("token", true) }
        if let doubt = installation.environmentDoubt {
            let why = doubt.saying("no token or password in the files that were read, and \(doubt)")
            return (.unknown(why), .unknown(why))
        }
        guard let version = installation.version else {
            return (.unknown(installation.versionDoubt), .unknown(installation.versionDoubt))
        }
        return version < OpenClawVersion(2026, 1, 29) ? ("none", false) : ("token", made)
    }

    static func secrets(_ installation: Installation) -> (token: GatewaySecret, password: GatewaySecret) {
        let auth = installation.root.at("gateway.auth")
        return (
            GatewaySecret(auth["token"], variable: "OPENCLAW_GATEWAY_TOKEN", flag: "--token", installation),
            GatewaySecret(auth["password"], variable: "OPENCLAW_GATEWAY_PASSWORD", flag: "--password", installation)
        )
    }

    private static func authentication(_ installation: Installation, into record: inout Record) {
        let auth = installation.root.at("gateway.auth")
        let (token, password) = secrets(installation)
        let mode: Value
        // What the gateway was started with wins over the configuration.
        let started = GatewayService.value(of: "--auth", in: installation.arguments)
        if started == nil, let doubt = installation.argumentsDoubt {
            mode = .unknown(doubt)
        } else if let text = started ?? auth["mode"].text {
            mode = .text(text)
        } else if let doubt = auth["mode"].doubt ?? installation.root.doubt {
            mode = .unknown(doubt)
        } else if password.isSet || password.doubt != nil {
            mode = "password"
        } else {
            mode = token.isSet || token.doubt != nil ? "token" : withoutSecret(installation).mode
        }
        record.set(.gatewayAuth, installation.isClient ? .unset : mode, from: auth["mode"].origin ?? auth.origin)
        let isTrusting: Value =
            (started == nil ? auth["mode"].doubt : nil).map { .unknown($0) }
            ?? .flag((started ?? auth["mode"].text) == "trusted-proxy" && !installation.isClient)
        record.set(.gatewayUsesTrustedProxy, isTrusting, from: auth["mode"].origin)
        let used = mode == "password" ? password : token
        if installation.isClient {
            record[.gatewayHasSecret] = .unset
        } else if let doubt = used.doubt {
            record[.gatewayHasSecret] = .unknown(doubt)
        } else if mode == "none" {
            record[.gatewayHasSecret] = false
        } else {
            let isSet = used.isSet || mode == "trusted-proxy"
            record[.gatewayHasSecret] = isSet ? true : withoutSecret(installation).hasSecret
        }
        record.set(.gatewaySecretLength, used.length, from: used.origin)
        record.set(.gatewaySecretIsGuessable, used.isGuessable, from: used.origin)
        record[.gatewaySecretVariable] = .text(used.variable)
        record.set(.gatewaySecretIsInline, .flag(token.isInline || password.isInline), from: used.origin)
        record[.gatewayAuthIsAmbiguous] = .flag(auth["token"].isSet && auth["password"].isSet && !auth["mode"].isSet)
        record.set(.gatewayRateLimit, .flag(auth["rateLimit"].isSet), from: auth["rateLimit"].origin)
        record.set(.gatewayRateLimitExemptsLoopback, auth.at("rateLimit.exemptLoopback"), default: true)
    }

    private static func proxies(_ installation: Installation, into record: inout Record) {
        let place = installation.root["gateway"]
        let trusted = place["trustedProxies"]
        record.set(.trustedProxies, trusted, default: [])
        let wide = trusted.texts.filter(coversTooMuch)
        record.set(.trustsEveryProxy, trusted.doubt.map { .unknown($0) } ?? .flag(!wide.isEmpty), from: trusted.origin)
        let unusable = trusted.texts.filter { $0 != "*" && !isAddress($0) }
        let doubt = unusable.isEmpty ? trusted.innerDoubt : nil
        record.set(.unusableProxies, .list(unusable), unless: doubt, from: trusted.origin)
        record.set(.sharedProxyAddresses, shared(trusted, installation), from: trusted.origin)
        record.set(.realIPFallback, place["allowRealIpFallback"], default: false)
        let header = place.at("auth.trustedProxy")
        record.set(.trustedProxyUserHeader, header["userHeader"], default: .unset)
        record.set(.trustedProxyUsers, header["allowUsers"], default: [])
        record.set(.trustedProxyLoopback, header["allowLoopback"], default: false)
        record.set(.trustedProxyAutoApproves, header.at("deviceAutoApprove.enabled"), default: false)
    }

    /// Entries that hold the bridge's own address, from which whatever reaches a published port of this server comes.
    private static func shared(_ trusted: Setting, _ installation: Installation) -> Value {
        if let doubt = trusted.doubt { return .unknown(doubt) }
        let ranges = trusted.texts.filter { AddressRange($0) != nil }
        if ranges.isEmpty { return [] }
        if let doubt = installation.containerDoubt { return .unknown(doubt) }
        guard let container = installation.container, !container.sharesNetwork else { return [] }
        let bridges = container.networkGateways.compactMap { Address($0) }
        if bridges.isEmpty { return .unknown(.notRunning("\(container.name) has no address while it does not run")) }
        return .list(ranges.filter { text in bridges.contains { AddressRange(text)?.contains($0) ?? false } })
    }

    /// More than any one network: `/15` and wider of IPv4, `/31` and wider of IPv6, and every whole private range.
    private static func coversTooMuch(_ text: String) -> Bool {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let length = Int(parts[1]) else { return text == "*" }
        // Loopback is this machine, all of it.
        if parts[0].hasPrefix("127."), length >= 8 { return false }
        if parts[0].hasPrefix("192.168.") || parts[0].hasPrefix("169.254.") { return length <= 16 }
        return length < (text.contains(":") ? 32 : 16)
    }

    /// An address or a prefix, by the characters it is made of.
    private static func isAddress(_ text: String) -> Bool {
        let address = text.split(separator: "/", omittingEmptySubsequences: false).first ?? ""
        let isHex = address.allSatisfy { $0.isHexDigit || $0 == "." || $0 == ":" }
        return isHex && (address.contains(":") || address.split(separator: ".").count == 4)
    }

    private static func controlUI(_ place: Setting, into record: inout Record) {
        let ui = place["controlUi"]
        record.set(.controlUI, ui["enabled"], default: true)
        record.set(.controlUIOrigins, ui["allowedOrigins"], default: [])
        record.set(.controlUIHostFallback, ui["dangerouslyAllowHostHeaderOriginFallback"], default: false)
        record.set(.controlUIInsecureAuth, ui["allowInsecureAuth"], default: false)
        record.set(.controlUIDeviceAuthOff, ui["dangerouslyDisableDeviceAuth"], default: false)
        record.set(.controlUIEmbedSandbox, ui["embedSandbox"], default: "scripts")
        record.set(.controlUIExternalEmbeds, ui["allowExternalEmbedUrls"], default: false)
    }
}
