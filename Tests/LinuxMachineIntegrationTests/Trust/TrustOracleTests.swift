import CLinux
import Foundation
import Glibc
import MachineTesting
import Surface
import Testing

@testable import LinuxMachine
@testable import Observers

/// Random ways to files, held against accounts that really try to change what stands at their ends.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct TrustOracleTests {
    private static let trees = 4000
    private static let admin: UInt32 = 23000
    private static let dave: UInt32 = 25000
    private static let shared: UInt32 = 24000
    private static let people: [(name: String, uid: UInt32, groups: String)] = [
        ("bob", Tree.bob, "\(Tree.bob)"), ("carol", Tree.carol, "\(Tree.carol),\(shared)"), ("dave", dave, "\(dave)"),
    ]

    /// What an account finds that it can do: write the file, make one, or have a name on the way stand for something else.
    ///
    /// What an owner gives itself for that is taken back afterwards.
    private static let attempts = """
        import os, sys
        root = sys.argv[1]
        given = []

        def take(path, bits):
            try:
                mode = os.lstat(path).st_mode & 0o7777
                if not os.path.islink(path) and mode & bits != bits:
                    os.chmod(path, mode | bits)
                    given.append((path, mode))
            except OSError:
                pass

        def exchanged(directory, name):
            take(directory, 0o700)
            try:
                os.rename(f"{directory}/{name}", f"{directory}/{name}.x")
                os.rename(f"{directory}/{name}.x", f"{directory}/{name}")
                return True
            except OSError:
                return False

        def made(directory, name):
            take(directory, 0o700)
            try:
                os.close(os.open(f"{directory}/{name}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
                os.unlink(f"{directory}/{name}")
                return True
            except OSError:
                return False

        def opened(path):
            take(path, 0o600)
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
                return True
            except OSError:
                return False

        def decided(tree, names, kinds):
            place, ahead, steps = "", list(reversed(names)), 0
            while ahead and steps < 60:
                steps += 1
                name = ahead.pop()
                if name == "..":
                    place = os.path.dirname(place)
                    continue
                here = f"{place}/{name}" if place else name
                kind = kinds.get(here)
                directory = f"{tree}/{place}" if place else tree
                if kind is None:
                    return made(directory, name)
                if exchanged(directory, name):
                    return True
                if kind.startswith("l"):
                    ahead += reversed(kind[1:].split("/"))
                else:
                    place = here
            if kinds.get(place) == "d":
                return made(f"{tree}/{place}", "new")
            return opened(f"{tree}/{place}")

        # What is where was written down by root: an account that gets nowhere knows it all the same.
        for line in open(sys.argv[2]):
            number, path, rest = line.rstrip("\\n").split("\\t")
            kinds = dict(each.split("=") for each in rest.split(";"))
            if decided(f"{root}/t{number}", path.split("/"), kinds):
                print(number)
            while given:
                os.chmod(*given.pop())
        """

    private func changed(in root: String, _ list: String, by account: UInt32, _ groups: String) throws -> Set<Int> {
        try Attempts.numbers(printedBy: Self.attempts, [root, list], as: account, groups)
    }

    /// Gives a name an owner, a group, a mode, and now and then an access control list.
    private func permit(_ path: String, _ kind: String, _ generator: inout SeededGenerator) {
        let owners = [UInt32](repeating: 0, count: 14) + [Self.admin, Tree.bob, Tree.carol]
        let groups = [UInt32](repeating: 0, count: 4) + [Tree.bob, Self.shared, Self.shared]
        let isFile = kind == "f"
        let usual: mode_t = isFile ? 0o644 : 0o755
        let odd: [mode_t] =
            isFile
            ? [0o664, 0o666, 0o600, 0o646, 0o640, 0o606]
            : [0o775, 0o750, 0o777, 0o1777, 0o1775, 0o700, 0o701, 0o776, 0o2775, 0o711, 0o1757, 0o720, 0o773]
        let owner = owners.randomElement(using: &generator) ?? 0
        let group = groups.randomElement(using: &generator) ?? 0
        // The mode goes last, for a new owner takes bits away.
        #expect(unsafe lchown(path, owner, group) == 0)
        guard !kind.hasPrefix("l") else { return }
        let mode = ([mode_t](repeating: usual, count: odd.count) + odd).randomElement(using: &generator) ?? usual
        #expect(unsafe chmod(path, mode) == 0)
        guard Int.random(in: 0..<6, using: &generator) == 0 else { return }
        func rights() -> UInt8 { UInt8.random(in: 0...7, using: &generator) }
        func entry(_ tag: UInt8, _ rights: UInt8, _ id: UInt32 = .max) -> [UInt8] {
            [tag, 0, rights, 0] + (0..<4).map { UInt8(truncatingIfNeeded: id >> ($0 * 8)) }
        }
        let named = [Tree.bob, Tree.carol, Self.dave].filter { _ in Bool.random(using: &generator) }.sorted()
        var list: [UInt8] = [2, 0, 0, 0]
        list += entry(1, 7)
        for id in named { list += entry(2, rights(), id) }
        list += entry(4, rights())
        if Bool.random(using: &generator) { list += entry(8, rights(), Self.shared) }
        list += entry(16, rights())
        list += entry(32, UInt8(mode & 5))
        let file = unsafe open(path, O_RDONLY)
        defer { close(file) }
        let isSet = unsafe list.withUnsafeBytes { bytes in
            unsafe nacre_set_attribute(file, "system.posix_acl_access", bytes.baseAddress, UInt(bytes.count)) == 0
        }
        #expect(isSet)
    }

    /// Directories a/b and other/b with a file in each, some of them links to the others, some not there.
    private func draw(_ tree: Tree, _ number: Int, _ generator: inout SeededGenerator) -> String {
        let top = "t\(number)"
        tree.directory(top)
        func happens(_ chance: Int) -> Bool { Int.random(in: 0..<chance, using: &generator) == 0 }
        var kinds = ["a": "d", "other": "d", "other/b": "d", "other/b/f": "f"]
        kinds["a/b"] = happens(4) ? "l../other/b" : happens(8) ? "l../other/../other/b" : "d"
        if kinds["a/b"] == "d" {
            kinds["a/b/f"] = happens(5) ? "l../../other/b/f" : happens(8) ? nil : happens(9) ? "l../../other/none" : "f"
        }
        if happens(9) { kinds["other/b/f"] = nil }
        for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
            switch kind {
            case "d": tree.directory("\(top)/\(name)")
            case "f": tree.file("\(top)/\(name)")
            default: tree.link("\(top)/\(name)", to: String(kind.dropFirst()))
            }
        }
        for (name, kind) in kinds.sorted(by: { $0.key > $1.key }) {
            permit(tree.at("\(top)/\(name)"), kind, &generator)
        }
        if happens(4) { permit(tree.at(top), "d", &generator) }
        let path = number.isMultiple(of: 3) ? "a/b" : "a/b/f"
        return "\(number)\t\(path)\t" + kinds.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
    }

    @Test func `who can change a file, and who cannot, is said as it is`() async throws {
        let tree = try Tree()
        var generator = SeededGenerator(seed: 20261128)
        let lines = (0..<Self.trees).map { draw(tree, $0, &generator) }
        tree.file("list", lines.joined(separator: "\n") + "\n")
        tree.directory("etc")
        let accounts = [("root", 0), ("admin", Self.admin)] + Self.people.map { ($0.name, $0.uid) }
        tree.file("etc/passwd", accounts.map { "\($0.0):x:\($0.1):\($0.1)::/:/bin/sh\n" }.joined())
        tree.file("etc/group", "root:x:0:\ndocker:x:999:admin\nshared:x:\(Self.shared):carol\n")
        let surface = try MountedSurface(tree.path)
        var walk = TrustWalk(surface, await Observer(surface).trust.trustCircle(), budget: 1_000_000)
        var said: [String: Set<Int>] = [:]
        for (number, line) in lines.enumerated() {
            let path = line.split(separator: "\t")[1]
            for flaw in await walk.look("/t\(number)/\(path)", .anywhere).flaws {
                guard case .writers(let writers) = flaw else {
                    Issue.record("\(line): \(flaw)")
                    continue
                }
                for name in writers.people { said[name, default: []].insert(number) }
            }
        }
        var count = 0
        for person in Self.people {
            let done = try changed(in: tree.path, tree.at("list"), by: person.uid, person.groups)
            let wrong = done.symmetricDifference(said[person.name] ?? []).sorted()
            let first = wrong.first.map { "\(lines[$0]), which it \(done.contains($0) ? "can" : "cannot")" } ?? ""
            #expect(wrong.isEmpty, "\(person.name): \(wrong.count), first \(first)")
            #expect(done.count > Self.trees / 10 && done.count < Self.trees * 9 / 10)
            count += done.count
        }
        #expect(Set(said.keys) == Set(Self.people.map(\.name)))
        print("\(Self.trees) ways, each tried by 3 accounts: \(count) of \(Self.trees * 3) can be changed")
    }
}
