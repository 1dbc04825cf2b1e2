import COpenSSL
import Exchanges
import Glibc

/// Whose request it is: the placeholder says so, and nothing else does.
struct AgentTable: Sendable {
    struct Entry: Sendable {
        let agent: GuardConfiguration.Agent
        let upstream: GuardConfiguration.Upstream
        /// The real key; nothing where the upstream wants none.
        let key: String?
    }

    private let entries: [Entry]

    init(_ configuration: GuardConfiguration, _ credentials: Credentials) throws(Credentials.Failure) {
        var entries: [Entry] = []
        for agent in configuration.agents {
            guard let upstream = configuration.upstreams.first(where: { $0.name == agent.upstream }) else { continue }
            var key: String?
            if let name = upstream.key {
                guard let value = credentials.key(name) else {
                    throw Credentials.Failure(
                        description:
                            "upstreams.\(upstream.name).key: there is no credential of that name that can be a key"
                    )
                }
                key = value
            }
            entries.append(Entry(agent: agent, upstream: upstream, key: key))
        }
        self.entries = entries
    }

    /// Whose placeholder it is; every entry is compared, so that time tells nothing.
    func entry(for placeholder: some Sequence<UInt8>) -> Entry? {
        let digest = Placeholder.digest(of: placeholder)
        var found: Entry?
        for entry in entries {
            let other = entry.agent.placeholder
            let isSame = unsafe digest.withUnsafeBytes { one in
                unsafe other.withUnsafeBytes { unsafe CRYPTO_memcmp(one.baseAddress, $0.baseAddress, 32) == 0 }
            }
            if isSame { found = entry }
        }
        return found
    }
}
