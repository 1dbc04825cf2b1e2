import MachineTesting

import Surface
@testable import Observers

extension Exposure {
    /// What a configuration says, as the loader reads it.
    static func reading(_ text: String, version: String? = nil, approvals: String = "{}") async -> Exposure {
        let surface = CannedSurface(files: ["/state/openclaw.json": text, "/state/exec-approvals.json": approvals])
        var loader = ConfigurationLoader(surface: surface, directories: ["/state"], variables: [:])
        let root = await loader.load("/state/openclaw.json").root
        let approvals = await loader.load("/state/exec-approvals.json").root
        return Exposure(root: root, version: version.flatMap { OpenClawVersion($0) }, approvals: approvals)
    }

    /// The chains of every agent as `who → what`.
    var chainNames: Set<String> {
        Set(agents.flatMap { chains(of: $0).map { "\($0.speaker.name) → \($0.end.kind)" } })
    }
}

extension AgentPolicy {
    /// The only or first agent of a configuration.
    static func reading(_ text: String, version: String? = nil, approvals: String = "{}") async throws -> AgentPolicy {
        struct None: Error {}
        let agents = await Exposure.reading(text, version: version, approvals: approvals).agents
        guard let first = agents.first else { throw None() }
        return first
    }
}
