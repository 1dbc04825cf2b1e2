// Fields of `Subject.openclawGateway`: one record an installation, defaults of its version filled in.
extension Field {
    public static let gatewayMode = Field("gateway.mode")
    public static let gatewayPort = Field("gateway.port")
    /// `auto`, `loopback`, `lan`, `tailnet` or `custom`.
    public static let gatewayBind = Field("gateway.bind")
    /// Whether the gateway answers beyond loopback: by its bind address, or by Tailscale Funnel.
    public static let gatewayIsExposed = Field("answers beyond loopback")
    /// Whether it runs in a container, where only what is published matters.
    public static let gatewayInContainer = Field("runs in a container")

    // authentication
    /// `none`, `token`, `password` or `trusted-proxy`, as it takes effect.
    public static let gatewayAuth = Field("authentication")
    /// Whether `gateway.auth.mode` says `trusted-proxy`; it is never so by default.
    public static let gatewayUsesTrustedProxy = Field("trusts a proxy to authenticate")
    /// Whether a token or password is really set.
    public static let gatewayHasSecret = Field("has a token or password")
    /// Characters of the token or password; not set where a reference hides it.
    public static let gatewaySecretLength = Field("length of the token or password")
    /// Whether it is a word that everybody knows, such as `changeme` or `undefined`.
    public static let gatewaySecretIsGuessable = Field("token or password is guessable")
    /// The variable that another one would be read from, once what sets it now is gone.
    public static let gatewaySecretVariable = Field("variable of the token or password")
    /// Whether it stands in the configuration file itself.
    public static let gatewaySecretIsInline = Field("token or password stands in the file")
    /// Whether `token` and `password` are both set and nothing says which counts.
    public static let gatewayAuthIsAmbiguous = Field("token and password without a mode")
    public static let gatewayRateLimit = Field("gateway.auth.rateLimit is set")
    public static let gatewayRateLimitExemptsLoopback = Field("gateway.auth.rateLimit.exemptLoopback")
    public static let gatewayAllowsTailscale = Field("gateway.auth.allowTailscale")
    public static let tailscaleMode = Field("gateway.tailscale.mode")

    // a proxy in front
    public static let trustedProxies = Field("gateway.trustedProxies")
    /// Whether the trusted proxies cover all addresses, or more than a network of one hoster.
    public static let trustsEveryProxy = Field("trusts wide networks of proxies")
    /// Entries of the trusted proxies that are no addresses, so that they match nobody.
    public static let unusableProxies = Field("trusted proxies that are no addresses")
    /// Trusted proxies that are addresses from which everybody on this server comes to a published port.
    public static let sharedProxyAddresses = Field("trusted proxies that share their address")
    public static let realIPFallback = Field("gateway.allowRealIpFallback")
    public static let trustedProxyUserHeader = Field("gateway.auth.trustedProxy.userHeader")
    public static let trustedProxyUsers = Field("gateway.auth.trustedProxy.allowUsers")
    public static let trustedProxyLoopback = Field("gateway.auth.trustedProxy.allowLoopback")
    public static let trustedProxyAutoApproves = Field("gateway.auth.trustedProxy.deviceAutoApprove")

    // control UI
    public static let controlUI = Field("gateway.controlUi.enabled")
    public static let controlUIOrigins = Field("gateway.controlUi.allowedOrigins")
    public static let controlUIHostFallback = Field("gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback")
    public static let controlUIInsecureAuth = Field("gateway.controlUi.allowInsecureAuth")
    public static let controlUIDeviceAuthOff = Field("gateway.controlUi.dangerouslyDisableDeviceAuth")
    public static let controlUIEmbedSandbox = Field("gateway.controlUi.embedSandbox")
    /// Whether the gateway fetches icons of sites that messages name; not set where the version has no key.
    public static let controlUIFavicons = Field("gateway.controlUi.automaticallyFetchFavicons")
    public static let controlUIExternalEmbeds = Field("gateway.controlUi.allowExternalEmbedUrls")

    // HTTP, nodes, terminal
    public static let gatewayTLS = Field("gateway.tls.enabled")
    public static let gatewayHSTS = Field("gateway.http.securityHeaders.strictTransportSecurity")
    public static let chatCompletions = Field("gateway.http.endpoints.chatCompletions.enabled")
    public static let responsesEndpoint = Field("gateway.http.endpoints.responses.enabled")
    public static let endpointsFetchURLs = Field("HTTP endpoints fetch any URL")
    public static let sessionKeyOverride = Field("gateway.http.allowSessionKeyOverride")
    /// Tools that `/tools/invoke` denies by itself and the configuration allows again.
    public static let httpTools = Field("dangerous tools allowed over HTTP")
    public static let nodeCommands = Field("dangerous node commands allowed")
    /// Denied node commands that can never match, because they are patterns.
    public static let nodeDeniesIneffective = Field("denied node commands that match nothing")
    public static let nodeAutoApprovals = Field("gateway.nodes.pairing.autoApproveCidrs")
    public static let nodeBrowser = Field("gateway.nodes.browser.mode")
    /// Whether a device that comes from this machine is paired without a question; not set where the version has no key.
    public static let nodeLocalApprovals = Field("gateway.nodes.pairing.autoApproveLocal")
    /// Whether the gateway logs in by SSH to whoever asks to be paired; not set where the version has no key.
    public static let nodeSSHVerification = Field("gateway.nodes.pairing.sshVerify")
    /// Whether agents get tools that paired devices bring; not set where the version has no key.
    public static let nodePluginTools = Field("gateway.nodes.pluginTools.enabled")
    /// Whether agents get skills that paired devices bring; not set where the version has no key.
    public static let nodeSkills = Field("gateway.nodes.allowSkills")
    /// Commands that drive or show a paired device's desktop and are not denied.
    public static let nodeDesktopCommands = Field("desktop commands of devices that are not denied")
    /// Tools that `/tools/invoke` runs for whoever has the token, and that read or send what is private.
    public static let httpReachableTools = Field("tools that read or send data over HTTP")
    public static let gatewayTerminal = Field("gateway.terminal.enabled")
    /// Whether `gateway.remote.url` is unencrypted and leaves the machine.
    public static let remoteIsPlain = Field("remote gateway is unencrypted")
}
