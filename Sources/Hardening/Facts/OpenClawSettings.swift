// Fields of `Subject.openclawSettings`: one record an installation, named after their configuration keys.
extension Field {
    // hooks
    public static let hooks = Field("hooks.enabled")
    public static let hooksTokenLength = Field("length of hooks.token")
    public static let hooksTokenInline = Field("hooks.token stands in the file")
    public static let hooksTokenReused = Field("hooks.token is the gateway's")
    public static let hooksPath = Field("hooks.path")
    public static let hooksAgents = Field("hooks.allowedAgentIds")
    public static let hooksSessionKey = Field("hooks.defaultSessionKey")
    public static let hooksRequestSessionKey = Field("hooks.allowRequestSessionKey")
    public static let hooksSessionPrefixes = Field("hooks.allowedSessionKeyPrefixes")
    /// Mappings, and Gmail, that hand outside text to the model unmarked.
    public static let hooksUnsafeContent = Field("hooks with unmarked outside content")
    public static let hooksTransforms = Field("hooks.transformsDir leaves the configuration")

    // browser
    public static let browser = Field("browser.enabled")
    /// Whether an agent of this installation has the tool that uses the browser.
    public static let browserIsReachable = Field("an agent has the browser tool")
    public static let browserEvaluate = Field("browser.evaluateEnabled")
    public static let browserNoSandbox = Field("browser.noSandbox")
    public static let browserPrivateNetwork = Field("browser reaches private networks")
    /// Profiles whose remote control goes over plain HTTP to another machine.
    public static let browserPlainCDP = Field("browser profiles controlled without encryption")
    public static let browserPrivateCDP = Field("browser profiles on private addresses")
    public static let browserLegacyRelay = Field("browser.extensionRelay.allowLegacyAuth")

    // plugins, skills, MCP
    public static let pluginsRestricted = Field("plugins.allow is set")
    public static let pluginLoadPaths = Field("plugins.load.paths")
    /// Plugins that may change prompts or read conversations.
    public static let pluginsWithPromptAccess = Field("plugins that may change prompts")
    public static let pluginsApproveAll = Field("plugins that approve everything")
    public static let skillExtraDirectories = Field("skills.load.extraDirs")
    public static let skillArchives = Field("skills.install.allowUploadedArchives")
    public static let skillWorkshop = Field("skills.workshop.autonomous.mode")
    public static let skillWorkshopApproval = Field("skills.workshop.approvalPolicy")
    public static let installPolicy = Field("security.installPolicy.enabled")
    /// Secrets written into environments or headers of MCP servers: their names.
    public static let mcpSecrets = Field("MCP servers with secrets in the file")
    /// Whether MCP servers may show pages of their own in the control UI.
    public static let mcpApps = Field("mcp.apps.enabled")
    /// MCP servers reached over plain HTTP on other machines.
    public static let mcpPlain = Field("MCP servers reached without encryption")

    // the rest
    public static let mdns = Field("discovery.mdns.mode")
    public static let wideArea = Field("discovery.wideArea.enabled")
    public static let logRedaction = Field("logging.redactSensitive")
    public static let logFile = Field("logging.file")
    public static let logLevel = Field("logging.level")
    public static let consoleLevel = Field("logging.consoleLevel")
    /// Whether what goes to models and comes back is written to a file.
    public static let cacheTrace = Field("diagnostics.cacheTrace.enabled")
    /// Parts of conversations that traces for OpenTelemetry take along.
    public static let tracedContent = Field("diagnostics.otel.captureContent")
    /// Whether `logging.redactPatterns` replaces the built-in patterns.
    public static let logPatternsReplaced = Field("logging.redactPatterns replaces the defaults")
    public static let auditSuppressions = Field("security.audit.suppressions")
    public static let cronPrivateNetwork = Field("cron webhooks reach private networks")
    public static let cronWebhook = Field("cron webhook without a token")
    /// Scheduled runs of commands and scripts, which no approval of commands holds back: their names.
    public static let scheduledCommands = Field("scheduled commands and scripts")
    /// `secrets.providers` that accept insecure paths or linked commands.
    public static let looseSecretProviders = Field("secret providers without path checks")
    public static let shellEnvironment = Field("env.shellEnv.enabled")
    public static let updateChannel = Field("update.channel")
    /// Not set where the version has no key.
    public static let catalogRefresh = Field("models.catalogRefresh.enabled")
    /// Not set where the version has no key.
    public static let nodeHostUpdates = Field("nodeHost.autoUpdate.enabled")
    public static let telemetry = Field("telemetry.enabled")
    /// Not set where it is off and would be a daily call to OpenClaw's developers.
    public static let updateCheck = Field("update.checkOnStart")
    /// Providers that are talked to without TLS on other machines, or without checking it.
    public static let plainProviders = Field("model providers without checked encryption")
    /// Keys of models written into the configuration: the providers' names.
    public static let inlineModelKeys = Field("model providers with a key in the file")
    /// Secrets written into `env` of the configuration: the variables' names.
    public static let inlineVariables = Field("variables with a secret in the file")
    /// Tokens of channels written into the configuration: the keys' paths.
    public static let inlineChannelTokens = Field("channels with a token in the file")
    /// Secrets of skills, plugins and tools written into the configuration: the keys' paths.
    public static let inlineOthers = Field("other settings with a secret in the file")
    /// Dangerous or debug switches that are on: their keys.
    public static let dangerousFlags = Field("dangerous switches")
}
