import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ComposeTests {
    private func services(_ text: String) async -> [String: Record] {
        let observer = Observer(CannedSurface(files: ["/opt/app/docker-compose.yml": text]))
        guard case .state(let state) = await observer.observe(.facts(.composeServices)) else { return [:] }
        return Dictionary(
            state.records.map { (String($0.name.split(separator: " ").dropFirst().first ?? ""), $0) }
        ) { $1 }
    }

    @Test(arguments: [
        ("${A:-b}", "b"), ("${A-b}:c", "b:c"), ("${A:-${B:-c}/d}", "c/d"), ("${A}", "${A}"),
        ("${A:?no - none}", "${A:?no - none}"),
        ("${HOME}/x", "~/x"), ("${HOME:-/tmp}/x", "~/x"), ("${A:+b}", "${A:+b}"), ("${A:-b", "${A:-b"), ("$A", "$A"),
        ("${}", "${}"),
    ])
    func `variables stand for their defaults`(_ text: String, _ resolved: String) {
        #expect(ComposeReader.resolved(text) == resolved)
    }

    @Test func `a service is OpenClaw's by what it runs, and not by its name`() async {
        let found = await services(
            """
            services:
              watchtower: {image: containrrr/watchtower, container_name: openclaw-watchtower}
              proxy: {image: "openclaw-egress-proxy:local"}
              one: {image: "alpine/openclaw:2026.2.2"}
              two: {image: "app:1", command: [node, dist/index.js, gateway], ports: ["3000:18789"]}
              three: {build: ., volumes: ["state:/root/.openclaw"]}
              four: {build: ., environment: [OPENCLAW_HOME=/x]}
              openclaw: {build: .}
              openclaw-cli: {image: "ghcr.io/openclaw/openclaw:2026.9.4", entrypoint: [node, dist/index.js]}
            """
        )
        #expect(Set(found.keys) == ["one", "two", "three", "four", "openclaw", "openclaw-cli"])
        #expect(found["openclaw-cli"]?[.runsGateway] == false)
        #expect(found["openclaw"]?[.runsGateway] == true)
        #expect(found["openclaw-cli"]?[.hasHealthCheck] == true && found["openclaw-cli"]?[.imageIsPinned] == true)
        #expect(found["openclaw"]?[.imageIsPinned] == true)
        guard case .unknown = found["one"]?[.hasHealthCheck] else {
            Issue.record("the image decides")
            return
        }
    }

    @Test func `a default that stands in for a secret stands in the file`() async {
        let found = await services(
            """
            services:
              gateway:
                image: openclaw/openclaw
                environment:
                  OPENCLAW_GATEWAY_TOKEN: ${TOKEN:-changeme}
                  ANTHROPIC_API_KEY: ${ANTHROPIC_API_KEY:-}
                  OPENAI_API_KEY: ${OPENAI_API_KEY:?set the key - in .env}
                  GROQ_API_KEY_FILE: /run/secrets/groq_key
                volumes: ["${HOME}:/host", "./data:/home/node/.openclaw"]
                cap_add: [NET_BIND_SERVICE, CAP_SYS_PTRACE]
            """
        )
        #expect(found["gateway"]?[.inlineSecrets] == ["OPENCLAW_GATEWAY_TOKEN"])
        #expect(found["gateway"]?.origins[.inlineSecrets]?.line == 5)
        #expect(found["gateway"]?[.dangerousMounts] == ["~"])
        #expect(found["gateway"]?[.addedCapabilities] == ["SYS_PTRACE"])
        #expect(found["gateway"]?[.seccomp] == "builtin")
    }
}
