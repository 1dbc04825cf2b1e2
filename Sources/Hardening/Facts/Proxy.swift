// Fields of the reverse proxy's subjects.
extension Field {
    // proxyServers, one record for each proxy that is installed or listens
    /// `caddy`, `nginx`, `traefik`, `haproxy`, `apache2`, or `container` for a port that Docker forwards.
    public static let proxyProgram = Field("proxy")
    /// TCP ports it listens on.
    public static let proxyPorts = Field("proxy's ports")
    /// Whether it listens on anything now.
    public static let proxyRuns = Field("proxy is running")
    /// Seconds since Caddy's file was last written.
    public static let proxyConfigurationAge = Field("seconds since its configuration was written")
    /// Whether systemd starts it at boot.
    public static let proxyStartsAtBoot = Field("proxy starts at boot")
    /// Caddy and Traefik: where the endpoint listens that changes or tells the configuration; `none` where nothing
    /// answers.
    public static let adminAddress = Field("admin endpoint")
    /// Whether the endpoint answers on a TCP port, which every local account can use.
    public static let adminOnTCP = Field("admin endpoint on a TCP port")
    /// Whether the endpoint listens beyond loopback.
    public static let adminIsExposed = Field("admin endpoint beyond loopback")

    // proxyRoutes, one record for each upstream
    /// Public names that lead to the upstream.
    public static let routeNames = Field("public names")
    /// Host and port, as the proxy's configuration says.
    public static let upstream = Field("upstream")
    /// Whether requests to it stay on the machine.
    public static let upstreamIsLocal = Field("upstream is local")
    /// Whether it is the gateway's port.
    public static let leadsToGateway = Field("leads to the gateway")
    /// Whether the proxy replaces what a client claims in `X-Forwarded-For`.
    public static let overwritesClientAddress = Field("replaces X-Forwarded-For")

    // endpoints, one record for each public name, as a client on this machine sees it
    /// Whether a TLS handshake succeeds.
    public static let servesTLS = Field("answers with TLS")
    /// Why a browser refuses the certificate; not set where it does not.
    public static let certificateDistrust = Field("certificate is not trusted")
    public static let certificateDays = Field("days until the certificate ends")
    /// Percent of the certificate's life that is left.
    public static let certificateShare = Field("percent of the certificate's life left")
    /// Whether TLS 1.0 or 1.1 is accepted.
    public static let acceptsLegacyTLS = Field("accepts TLS 1.0 or 1.1")
    /// Seconds of `Strict-Transport-Security`; 0 where there is none.
    public static let hstsMaxAge = Field("HSTS max-age")
    public static let stopsSniffing = Field("X-Content-Type-Options is nosniff")
    /// Whether `frame-ancestors` of a policy, or `X-Frame-Options`, keeps other sites from framing it.
    public static let forbidsFraming = Field("forbids framing")
    /// Whether the obsolete XSS filter is switched on.
    public static let filtersXSS = Field("X-XSS-Protection is on")
    /// Whether `Server` or `X-Powered-By` tells a version.
    public static let tellsVersion = Field("tells its version")
    /// `redirects to HTTPS`, `refuses`, `serves content` or `nothing listens`.
    public static let plainHTTP = Field("plain HTTP")
}
