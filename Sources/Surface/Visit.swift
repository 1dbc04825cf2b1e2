/// An HTTP response, header names in lower case.
public struct Response: Hashable, Sendable {
    public let status: Int
    public let headers: [String: [String]]
    public let body: [UInt8]

    public init(status: Int, headers: [String: [String]] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// One GET as an outside client would make it.
public struct Visit: Hashable, Sendable {
    /// Numeric address to connect to.
    public let address: String
    public let port: Int
    /// The name asked for in SNI and Host.
    public let name: String
    public let usesTLS: Bool
    public let path: String
    /// Whether to offer TLS 1.0 and 1.1 only, to learn whether the server still takes them.
    public let offersOnlyLegacyTLS: Bool
    /// Seconds for everything together.
    public let timeout: Int

    public init(
        address: String,
        port: Int,
        name: String,
        usesTLS: Bool,
        path: String = "/",
        offersOnlyLegacyTLS: Bool = false,
        timeout: Int = 5
    ) {
        self.address = address
        self.port = port
        self.name = name
        self.usesTLS = usesTLS
        self.path = path
        self.offersOnlyLegacyTLS = offersOnlyLegacyTLS
        self.timeout = timeout
    }
}

/// What the client saw.
public struct Visited: Hashable, Sendable {
    /// Absent for plain HTTP.
    public let certificate: Certificate?
    /// Absent where the server hung up after the handshake.
    public let response: Response?

    public init(certificate: Certificate?, response: Response?) {
        self.certificate = certificate
        self.response = response
    }

    /// The certificate the server showed.
    public struct Certificate: Hashable, Sendable {
        /// Seconds since 1970.
        public let notBefore: Int
        /// Seconds since 1970.
        public let notAfter: Int
        public let issuer: String
        /// Why a client would not trust it; absent where it would.
        public let distrust: String?
        /// Such as `TLSv1.3`.
        public let version: String

        public init(notBefore: Int, notAfter: Int, issuer: String, distrust: String?, version: String) {
            self.notBefore = notBefore
            self.notAfter = notAfter
            self.issuer = issuer
            self.distrust = distrust
            self.version = version
        }
    }
}
