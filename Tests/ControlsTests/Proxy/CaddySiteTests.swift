import Foundation
import Hardening
import TestPrograms
import Testing

@testable import Controls

@Suite struct CaddySiteTests {
    private let site = CaddySite(domains: ["claw.example.org"], upstream: "127.0.0.1:18789", hstsMaxAge: 600)

    private static let packed = """
        # The Caddyfile is an easy way to configure your Caddy web server.
        :80 {
        \t# Set this path to your site's directory.
        \troot * /usr/share/caddy

        \tfile_server
        }
        """

    private func file(_ text: String) -> State { .file(.init(Array(text.utf8), mode: 0o644)) }

    @Test func `takes the place of the packed file and of nothing, and stays as it is then`() throws {
        for before in [State.absent, file(""), file(Self.packed), file("# only words\n")] {
            let after = try site.amend(before)
            #expect(after == file(site.text))
            #expect(try site.amend(after) == after)
        }
    }

    @Test(arguments: ["claw.example.org {\n\treverse_proxy :18789\n}\n", ":80 {\n\troot * /srv\n\tfile_server\n}\n"])
    func `a person's own file is not touched`(_ text: String) {
        #expect(throws: Amendment.Failure.self) { try site.amend(file(text)) }
    }

    @Test func `a longer promise that was made to browsers stays`() throws {
        let later = CaddySite(domains: ["claw.example.org"], upstream: "127.0.0.1:18789", hstsMaxAge: 86400)
        let raised = try later.amend(file(site.text))
        #expect(raised == file(later.text))
        #expect(try site.amend(raised) == raised)
        #expect(CaddySite.promised(in: later.text) == 86400)
    }

    @Test func `promises grow by steps up to the goal`() {
        #expect(CaddySite.steps(to: 31_536_000) == [600, 86400, 2_592_000, 31_536_000])
        #expect(CaddySite.steps(to: 86400) == [600, 86400])
        #expect(CaddySite.steps(to: 300) == [300])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/caddy")))
    func `Caddy itself accepts the file`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "caddy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: path) }
        for text in [site.text, site.text + "claw.example.org {\n"] {
            try Data(text.utf8).write(to: path)
            let words = ["adapt", "--config", path.path, "--adapter", "caddyfile"]
            #expect((try await Program.run("/usr/bin/caddy", words).status == 0) == (text == site.text))
        }
    }
}
