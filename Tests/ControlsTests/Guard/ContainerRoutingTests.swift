import Hardening
import Testing

@testable import Controls

/// What a gateway in a container names, as the guard on the server has it.
@Suite struct ContainerRoutingTests {
    private func routing(_ address: String) -> GuardRouting {
        let models = InstallationModels(
            installation: "/opt/openclaw/state",
            agents: [.init(id: "main", place: ["agents", "defaults"], isDefault: true)],
            uses: [
                ModelUse(
                    setting: ["agents", "defaults", "model"],
                    text: "house/m",
                    provider: "house",
                    model: "m",
                    agent: nil
                )
            ],
            providers: [
                ModelProvider(
                    id: "house",
                    address: address,
                    dialect: "openai-completions",
                    key: .vault("claw/models/house"),
                    isGuarded: false,
                    models: ["m"]
                )
            ],
            container: "openclaw-gateway",
            hasOwnNetwork: true,
            bridges: ["172.18.0.1"],
            serverNames: ["host.docker.internal", "172.18.0.1"]
        )
        return GuardRouting(models, .init(address: "172.18.0.1:18785"))
    }

    @Test(arguments: [
        ("http://host.docker.internal:11434/v1", "http://127.0.0.1:11434/v1"),
        ("http://172.18.0.1:8080", "http://127.0.0.1:8080"), ("http://HOST.docker.internal/v1", "http://127.0.0.1/v1"),
    ])
    func `the server itself is asked over loopback, with its key, and that is said`(_ address: String, _ own: String) {
        let routing = routing(address)
        #expect(routing.blockers.isEmpty, "\(routing.blockers)")
        #expect(routing.upstream(of: "house")?.address == own)
        #expect(routing.notes.contains { $0.contains(own) })
    }

    @Test(arguments: ["http://172.18.0.9:8080", "http://host.docker.internal.example:80", "http://ollama:11434/v1"])
    func `no key goes in clear to anything else`(_ address: String) {
        let routing = routing(address)
        #expect(routing.upstream(of: "house") == nil && !routing.blockers.isEmpty)
    }
}
