import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ConfigurationLoaderTests {
    private func load(
        _ files: [String: String],
        links: [String: String] = [:],
        roots: [String] = [],
        _ variables: [String: String] = [:]
    ) async -> Configuration {
        var surface = CannedSurface(files: files)
        surface.links = links
        var loader = ConfigurationLoader(surface: surface, directories: ["/s"] + roots, variables: variables)
        return await loader.load("/s/openclaw.json")
    }

    @Test func `every value knows the line that set it`() async {
        let configuration = await load(["/s/openclaw.json": "{\n  // comment\n  gateway: {\n    port: 1,\n  },\n}"])
        #expect(configuration.problems.isEmpty)
        #expect(configuration.root.at("gateway.port").origin == Origin("/s/openclaw.json", line: 4))
    }

    @Test func `an include stands under the keys beside it, and lists of both are joined`() async {
        let configuration = await load([
            "/s/openclaw.json": #"{"gateway":{"$include":"parts/g.json5","port":2,"trustedProxies":["b"]}}"#,
            "/s/parts/g.json5": "{port: 1, bind: 'lan', trustedProxies: ['a'], auth: {$include: './auth.json5'}}",
            "/s/parts/auth.json5": "{mode: 'token'}",
        ])
        let gateway = configuration.root["gateway"]
        #expect(gateway["port"].value(default: .unset) == 2)
        #expect(gateway["trustedProxies"].texts == ["a", "b"])
        #expect(gateway.at("auth.mode").origin == Origin("/s/parts/auth.json5", line: 1))
        #expect(configuration.files == ["/s/openclaw.json", "/s/parts/g.json5", "/s/parts/auth.json5"])
    }

    @Test func `a list of includes is merged from left to right, object by object`() async {
        let configuration = await load([
            "/s/openclaw.json": "{$include: ['a.json5', 'b.json5']}",
            "/s/a.json5": "{gateway: {port: 1, bind: 'lan'}}",
            "/s/b.json5": "{gateway: {port: 2}}",
        ])
        #expect(configuration.root.at("gateway.port").value(default: .unset) == 2)
        #expect(configuration.root.at("gateway.bind").text == "lan")
    }

    @Test func `an include through a linked directory leaves as well`() async {
        let files = ["/s/openclaw.json": "{$include: 'l/a.json5'}", "/s/l/a.json5": "{a: 1}", "/out/a.json5": "{a: 1}"]
        #expect(await load(files).problems.isEmpty)
        #expect(await load(files, links: ["/s/l": "/out"]).problems.first?.message.contains("leaves") == true)
        #expect(await load(files, links: ["/s/l": "/out"], roots: ["/out"]).problems.isEmpty)
        #expect(await load(files, links: ["/s": "/t"]).problems.isEmpty)
    }

    @Test func `a circle of includes is an error that names it`() async {
        let configuration = await load([
            "/s/openclaw.json": "{$include: 'a.json5'}", "/s/a.json5": "{\n$include: 'openclaw.json'}",
        ])
        #expect(
            configuration.problems.map(\.message).contains { message in
                message.contains("/s/openclaw.json → /s/a.json5 → /s/openclaw.json")
            }
        )
        #expect(configuration.root.at("gateway.port").doubt != nil)
    }

    @Test func `files that are too large together are not all read, and what was read counts`() async {
        let large = "{a: '\(String(repeating: "x", count: 1_000_000))'}"
        let names = (1...12).map { "\($0).json5" }
        var files = ["/s/openclaw.json": "{gateway: {port: 7}, rest: {$include: \(names)}}"]
        for name in names { files["/s/\(name)"] = large }
        let configuration = await load(files)
        #expect(configuration.root.at("gateway.port").value(default: .unset) == 7)
        #expect(configuration.root["rest"].doubt != nil)
        #expect(configuration.problems.contains { $0.message == "more than 8 MiB in all files" })
        #expect(configuration.files.count == 10, "the main one, eight that fit, and the one that was too much")
    }

    @Test func `ten includes deep is fine, eleven is an error`() async {
        func chain(_ length: Int) -> [String: String] {
            var files = ["/s/openclaw.json": "{$include: '1.json5'}", "/s/\(length).json5": "{gateway: {port: 7}}"]
            for depth in 1..<length { files["/s/\(depth).json5"] = "{$include: '\(depth + 1).json5'}" }
            return files
        }
        let fine = await load(chain(10))
        #expect(fine.problems.isEmpty && fine.root.at("gateway.port").value(default: .unset) == 7)
        let deep = await load(chain(11))
        #expect(deep.problems.count == 1 && deep.root.at("gateway.port").doubt != nil)
    }

    @Test(arguments: ["../other.json5", "/etc/other.json5", "a/../../other.json5", "/sneaky/other.json5"])
    func `an include that leaves the directory is an error`(_ path: String) async {
        let configuration = await load([
            "/s/openclaw.json": "{\n  $include: '\(path)'}", "/other.json5": "{}", "/etc/other.json5": "{}",
            "/sneaky/other.json5": "{}",
        ])
        #expect(configuration.problems.map(\.origin) == [Origin("/s/openclaw.json", line: 2)])
    }

    @Test func `a link does not lead an include out, and named roots let it`() async {
        let files = [
            "/s/openclaw.json": "{$include: 'in.json5'}", "/s/in.json5": "{gateway: {port: 3}}",
            "/shared/in.json5": "{gateway: {port: 3}}",
        ]
        let links = ["/s/in.json5": "/shared/in.json5"]
        #expect(await load(files, links: links).problems.count == 1)
        #expect(await load(files, links: links, roots: ["/shared"]).problems.isEmpty)
    }

    @Test func `variables stand in any string, doubled dollars and small names do not`() async {
        let text = #"{a: 'x${ONE}y${ONE}', b: '$${ONE}', c: '${one}', d: '${ONE', e: '${2X}', f: ['${ONE}']}"#
        let root = await load(["/s/openclaw.json": text], ["ONE": "1"]).root
        #expect(root["a"].text == "x1y1" && root["a"].isIndirect)
        #expect(root["b"].text == "${ONE}" && !root["b"].isIndirect)
        #expect(root["c"].text == "${one}" && root["d"].text == "${ONE" && root["e"].text == "${2X}")
        #expect(root["f"].texts == ["1"])
    }

    @Test func `a variable that nothing sets could not be determined, whatever stands around it`() async {
        let root = await load(["/s/openclaw.json": "{gateway: {auth: {token: 'a${NOPE}b'}}}"], ["NOPE": ""]).root
        #expect(root.at("gateway.auth.token").doubt?.why.contains("NOPE") == true)
        #expect(root.at("gateway.auth.mode").doubt == nil)
    }

    @Test func `broken text is an error with its line, and nothing below can be told`() async {
        let configuration = await load(["/s/openclaw.json": "{\n  gateway: {\n    port: ]\n"])
        #expect(configuration.problems.first?.origin == Origin("/s/openclaw.json", line: 3))
        #expect(configuration.root.at("gateway.auth.token").doubt != nil)
    }

    @Test func `an include that is not there is an error of the file that names it`() async {
        let configuration = await load(["/s/openclaw.json": "{$include: 'gone.json5', gateway: {port: 4}}"])
        #expect(configuration.problems.map(\.message) == ["/s/gone.json5 does not exist"])
        #expect(configuration.root.at("gateway.port").doubt != nil)
    }

    @Test func `references to secrets are told from secrets`() async {
        let text = """
            {ref: {source: 'file', provider: 'f', id: '/a'}, env: {source: 'env', id: 'TOKEN'}, short: '$TOKEN',
             word: '$ecret', literal: 'abc', template: '${env.TOKEN}'}
            """
        let root = await load(["/s/openclaw.json": text]).root
        #expect(root["ref"].isReference && root["env"].isReference && root["short"].isReference)
        #expect(root["env"].variable == "TOKEN" && root["short"].variable == "TOKEN")
        #expect(!root["word"].isReference && !root["literal"].isReference && !root["template"].isReference)
    }
}
