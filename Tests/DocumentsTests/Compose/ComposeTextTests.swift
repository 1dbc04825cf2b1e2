import Documents
import Testing

@Suite struct ComposeTextTests {
    private static let text = """
        # what runs here
        services:
          gateway:   # the one
            image: "openclaw/openclaw:2026.9.4"
            ports:
              - "18789:18789"   # for everybody
              - '0.0.0.0:18790:18790'
              - 127.0.0.1:9000:9000
              - target: 3978
                published: "3978"
            volumes:
            - ./state:/home/node/.openclaw
            - /var/run/docker.sock:/var/run/docker.sock
            security_opt: [seccomp:unconfined, "label=x"]

            # the last word
            user: root
          other: {image: postgres}
        volumes: {}
        """

    private func changed(
        _ text: String = text,
        _ change: (inout ComposeText) throws(SyntaxError) -> Void
    ) throws -> String {
        var compose = try ComposeText(text)
        try change(&compose)
        return compose.text
    }

    @Test(arguments: [(1500, "1.5"), (2000, "2"), (900, "0.9"), (1005, "1.005")])
    func `a share of the processors is put as a number, and put again the same`(_ share: Int, _ words: String) throws {
        let once = try changed { compose throws(SyntaxError) in
            try compose.set(.thousandths(share), at: ["cpus"], of: "gateway")
        }
        #expect(once.contains("\n    cpus: \(words)\n"))
        let twice = try changed(once) { compose throws(SyntaxError) in
            try compose.set(.thousandths(share), at: ["cpus"], of: "gateway")
        }
        #expect(twice == once)
    }

    @Test func `ports go to loopback, and nothing else moves`() throws {
        let edited = try changed { compose throws(SyntaxError) in try compose.publishOnLoopback("gateway") }
        let expected = Self.text
            .replacing("\"18789:18789\"   #", with: "\"127.0.0.1:18789:18789\"   #")
            .replacing("'0.0.0.0:18790:18790'", with: "'127.0.0.1:18790:18790'")
            .replacing("\"3978\"\n", with: "\"3978\"\n        host_ip: \"127.0.0.1\"\n")
        #expect(edited == expected)
        #expect(
            try changed(edited) { compose throws(SyntaxError) in try compose.publishOnLoopback("gateway") } == edited
        )
    }

    @Test(arguments: [
        ("18789", "127.0.0.1::18789"), ("80:80/udp", "127.0.0.1:80:80/udp"), ("[::]:1:2", "127.0.0.1:1:2"),
        ("${PORT:-18789}:18789", "127.0.0.1:${PORT:-18789}:18789"), ("::1:1:2", "::1:1:2"),
        ("${BIND:-0.0.0.0}:${PORT:-1}:2", "127.0.0.1:${PORT:-1}:2"), ("[::1]:1:2", "[::1]:1:2"),
    ])
    func `every spelling of a port gets an address`(_ port: String, _ closed: String) throws {
        let edited = try changed("services: {a: {ports: [\"\(port)\"]}}\n") { compose throws(SyntaxError) in
            try compose.publishOnLoopback("a")
        }
        #expect(edited == "services: {a: {ports: [\"\(closed)\"]}}\n")
    }

    @Test func `items are taken out with their lines, and a list with its last one`() throws {
        let socket = try changed { compose throws(SyntaxError) in
            try compose.remove(from: "volumes", of: "gateway") { $0.text?.contains("docker.sock") == true }
        }
        #expect(socket == Self.text.replacing("    - /var/run/docker.sock:/var/run/docker.sock\n", with: ""))
        let all = try changed { compose throws(SyntaxError) in
            try compose.remove(from: "volumes", of: "gateway") { _ in true }
        }
        #expect(!all.contains("    volumes:") && all.contains("# the last word"))
    }

    @Test func `settings come last in the service, in its indentation`() throws {
        let edited = try changed { compose throws(SyntaxError) in
            try compose.set("2048m", at: ["mem_limit"], of: "gateway")
            try compose.set("1000:1000", at: ["user"], of: "gateway")
            try compose.set(3, at: ["healthcheck", "retries"], of: "gateway")
            try compose.setVariable("NODE_OPTIONS", "--max-old-space-size=1536", of: "gateway")
        }
        #expect(
            edited.contains("    user: \"1000:1000\"\n    mem_limit: \"2048m\"\n    healthcheck:\n      retries: 3\n")
        )
        #expect(edited.contains("    environment:\n      NODE_OPTIONS: \"--max-old-space-size=1536\"\n  other:"))
        let new = try changed("") { compose throws(SyntaxError) in
            try compose.include(["ALL"], in: "cap_drop", of: "a")
            try compose.include(["ALL"], in: "cap_drop", of: "a")
        }
        #expect(new == "services:\n  a:\n    cap_drop: [ALL]\n")
    }

    @Test func `a list of variables stays a list`() throws {
        let edited = try changed("services:\n  a:\n    environment:\n      - A=1\n      - NODE_OPTIONS=x\n") {
            compose throws(SyntaxError) in
            try compose.setVariable("NODE_OPTIONS", "$y", of: "a")
        }
        #expect(edited == "services:\n  a:\n    environment: [\"A=1\", \"NODE_OPTIONS=$$y\"]\n")
    }

    @Test(arguments: [
        ("      K: x # now\n      A: b\n", "      A: b\n"), ("      - K=x\n      - A=b\n", "      - A=b\n"),
        ("      - K\n      - KEY=b\n", "      - KEY=b\n"), ("      A: b\n", "      A: b\n"),
    ])
    func `a variable goes with its line`(_ lines: String, _ expected: String) throws {
        func text(_ lines: String) -> String {
            "services:\n  a:\n    environment:\n\(lines)    image: x\n  b: {environment: {K: x}}\n"
        }
        let edited = try changed(text(lines)) { compose throws(SyntaxError) in try compose.removeVariable("K", of: "a")
        }
        #expect(edited == text(expected))
    }

    @Test(arguments: ["      K: x\n", "      - K=x\n"])
    func `the last variable goes with all of them`(_ lines: String) throws {
        let text = "services:\n  a:\n    environment:\n\(lines)    image: x\n"
        let edited = try changed(text) { compose throws(SyntaxError) in try compose.removeVariable("K", of: "a") }
        #expect(edited == "services:\n  a:\n    image: x\n")
    }

    @Test(arguments: [
        "services:\n  a:\n    environment: &e\n      K: x\n      L: y\n  b:\n    environment: *e\n",
        "x-e: &e {K: x}\nservices:\n  a:\n    environment:\n      <<: *e\n      L: y\n",
        "services:\n  a:\n    environment: {K: x, L: y}\n", "services:\n  a:\n    environment:\n      K: x\n",
    ])
    func `a variable that cannot be taken out alone is refused`(_ text: String) {
        #expect(throws: SyntaxError.self) {
            try changed(text) { compose throws(SyntaxError) in try compose.removeVariable("K", of: "a") }
        }
    }

    @Test(arguments: [
        "services:\n  gateway: &g\n    image: a\n  other: *g\n", "services: {gateway: {image: a}}\n",
        "x: &x\n  image: a\nservices:\n  gateway: *x\n", "- a\n", "services: 1\n",
    ])
    func `what cannot be changed alone is refused`(_ text: String) {
        #expect(throws: SyntaxError.self) {
            try changed(text) { compose throws(SyntaxError) in try compose.set(true, at: ["read_only"], of: "gateway") }
        }
    }

    @Test func `carriage returns and a missing end of the last line are kept`() throws {
        let edited = try changed("services:\r\n  a:\r\n    image: x") { compose throws(SyntaxError) in
            try compose.set(true, at: ["read_only"], of: "a")
        }
        #expect(edited == "services:\r\n  a:\r\n    image: x\r\n    read_only: true\r\n")
    }
}
