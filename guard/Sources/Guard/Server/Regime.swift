import OutputFilter

/// What is in force: an exchange takes it at its beginning and ends under it, whatever is in force by then.
final class Regime: Sendable {
    let configuration: GuardConfiguration
    let secrets: Credentials
    let admissions: Admissions
    /// Nothing where no answer is judged.
    let judge: (any AnswerJudge)?
    let trust: UpstreamTrust

    init(_ configuration: GuardConfiguration, _ secrets: Credentials, _ judge: (any AnswerJudge)?) throws {
        (self.configuration, self.secrets, self.judge) = (configuration, secrets, judge)
        admissions = try Self.admissions(configuration, secrets)
        trust = try UpstreamTrust(configuration)
    }

    private init(_ before: Regime, _ secrets: Credentials) throws(Credentials.Failure) {
        (configuration, judge, trust) = (before.configuration, before.judge, before.trust)
        self.secrets = secrets
        admissions = try Self.admissions(before.configuration, secrets)
    }

    /// The same with other secrets.
    func with(_ secrets: Credentials) throws(Credentials.Failure) -> Regime { try Regime(self, secrets) }

    private static func admissions(
        _ configuration: GuardConfiguration,
        _ secrets: Credentials
    ) throws(Credentials.Failure) -> Admissions {
        Admissions(
            agents: try AgentTable(configuration, secrets),
            secrecy: try Secrecy.of(secrets, configuration.filter)
        )
    }
}

/// Who vouches for upstreams, of one reading of the configuration.
final class UpstreamTrust: Sendable {
    private let contexts: [String: TLSContext]

    init(_ configuration: GuardConfiguration) throws {
        var contexts: [String: TLSContext] = [:]
        for upstream in configuration.upstreams where upstream.address.isEncrypted {
            contexts[upstream.name] = try TLSContext(authorities: upstream.authorities.map { try Self.read($0) })
        }
        self.contexts = contexts
    }

    subscript(upstream: String) -> TLSContext? { contexts[upstream] }

    private static func read(_ path: String) throws -> [UInt8] {
        do { return try PlainFile.read(path, most: 4 << 20) } catch {
            throw Credentials.Failure(description: "\(error)")
        }
    }
}
