import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Two names that Swift takes for one, and the system for two.
@Suite struct TwinNamesTests {
    private static let (first, second) = ("caf\u{e9}", "cafe\u{301}")

    private static func records(_ subject: Subject, _ surface: TwinSurface) async -> [Record] {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return [] }
        return state.records
    }

    @Test(arguments: ["one", "two"]) func `a file that others write is found beside its twin`(open: String) async {
        var canned = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nbob:x:1001:1001::/home/bob:/bin/bash\n",
            "/etc/sudoers": "@includedir /etc/sudoers.d\n",
        ])
        for name in ["one", "two"] { canned.add("/etc/sudoers.d/\(name)", "", mode: name == open ? 0o666 : 0o440) }
        let records = await Self.records(.trustedPlaces, TwinSurface(canned, Self.first, Self.second))
        let found = records.filter { $0[.trustedWriter] == "every account" && $0.name.hasPrefix("/etc/sudoers.d/") }
        let bytes = Array((open == "one" ? Self.first : Self.second).utf8)
        #expect(found.map { Array($0.name.utf8.suffix(bytes.count)) } == [bytes])
    }

    @Test func `the gateways of twin homes are two`() async {
        var canned = CannedSurface(files: ["/etc/passwd": "root:x:0:0::/root:/bin/bash\n"])
        for name in ["one", "two"] { canned.add("/home/\(name)/.openclaw/openclaw.json", "{}", mode: 0o600) }
        let records = await Self.records(.openclaw, TwinSurface(canned, Self.first, Self.second))
        #expect(Set(records.map { Array($0.name.utf8) }).count == 2, "\(records.map(\.name))")
    }

    @Test func `a directory below its twin is not below it`() {
        let (one, two) = (ByteName("/home/\(Self.first)"), ByteName("/home/\(Self.second)"))
        #expect(one != two)
        #expect(!ByteName("/home/\(Self.second)/x").isBelow(one))
        #expect(ByteName("/home/\(Self.second)/x").isBelow(two))
        #expect(!two.isBelow(two))
    }
}

/// A canned surface in which `one` and `two` have names that only bytes tell apart.
private struct TwinSurface: Surface {
    private let base: CannedSurface
    private let names: [(plain: [UInt8], twin: [UInt8])]

    init(_ base: CannedSurface, _ first: String, _ second: String) {
        self.base = base
        names = [(Array("one".utf8), Array(first.utf8)), (Array("two".utf8), Array(second.utf8))]
    }

    var isLive: Bool { false }
    var now: Int { base.now }

    private func plain(_ path: String) -> String {
        let bytes = names.reduce(Array(path.utf8)) { $0.replacing($1.twin, with: $1.plain) }
        return String(decoding: bytes, as: UTF8.self)
    }

    func file(_ path: String, limit: Int) -> Reading<FileContent> { base.file(plain(path), limit: limit) }
    func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        try base.lines(of: plain(path), from: offset, limit: limit)
    }
    func status(_ path: String) -> Reading<FileStatus> { base.status(plain(path)) }
    func node(_ path: String) -> Reading<FileStatus> { base.node(plain(path)) }
    func accessList(_ path: String) -> Reading<AccessList> { base.accessList(plain(path)) }
    func isImmutable(_ path: String) -> Reading<Bool> { base.isImmutable(plain(path)) }
    func entries(_ directory: String) -> Reading<[String]> {
        base.entries(plain(directory)).map { entries in
            entries.map { entry in
                names.first { $0.plain == Array(entry.utf8) }.map { String(decoding: $0.twin, as: UTF8.self) } ?? entry
            }
        }
    }
    func link(_ path: String) -> Reading<String> { base.link(plain(path)) }
    func run(_ command: Command) -> Reading<Output> { base.run(command) }
    func get(_ target: String, socket: String) -> Reading<Response> { base.get(target, socket: socket) }
    func get(_ target: String, socket: String, seconds: Int) -> Reading<Response> {
        base.get(target, socket: socket, seconds: seconds)
    }
    func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) -> Reading<[UInt8]> {
        base.exchange(request, socket: socket, until: marker)
    }
    func visit(_ visit: Visit) -> Reading<Visited> { base.visit(visit) }
}
