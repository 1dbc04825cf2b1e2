import Foundation
import Glibc
import MachineTesting
import Testing

@testable import LinuxMachine
@testable import Observers

/// Compose files on ways that were drawn at random, held against accounts that really try to change what they say.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct ComposeAuthorOracleTests {
    private static let trees = 300
    private static let admin: UInt32 = 23000
    private static let shared: UInt32 = 24000

    /// What an account finds that it can do to a file: write it, or have its name stand for something else.
    private static let attempts = """
        import os, sys
        root = sys.argv[1]

        def opened(path):
            try:
                os.chmod(path, os.stat(path).st_mode | 0o600)
            except OSError:
                pass
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
                return True
            except OSError:
                return False

        def exchanged(directory, name):
            try:
                os.chmod(directory, os.stat(directory).st_mode | 0o700)
            except OSError:
                pass
            try:
                os.rename(f"{directory}/{name}", f"{directory}/{name}.x")
                os.rename(f"{directory}/{name}.x", f"{directory}/{name}")
                return True
            except OSError:
                return False

        def decided(tree):
            place, ahead, steps = tree, ["compose.yml", "b", "a"], 0
            while ahead and steps < 40:
                steps += 1
                name = ahead.pop()
                if name == "..":
                    place = os.path.dirname(place)
                    continue
                if exchanged(place, name):
                    return True
                here = f"{place}/{name}"
                if os.path.islink(here):
                    ahead += reversed(os.readlink(here).split("/"))
                else:
                    place = here
            return opened(place)

        for number in range(int(sys.argv[2])):
            if decided(f"{root}/t{number}"):
                print(number)
        """

    private func changed(in root: String, by account: UInt32, _ groups: String) throws -> Set<Int> {
        try Attempts.numbers(printedBy: Self.attempts, [root, "\(Self.trees)"], as: account, groups)
    }

    /// Directories a/b and a file, each with an owner, a group and a mode of its own; some are links to others.
    private func draw(_ tree: Tree, _ number: Int, _ generator: inout SeededGenerator) {
        func permit(_ name: String, file: Bool) {
            let owners = [UInt32](repeating: 0, count: 12) + [Self.admin, Self.admin, Tree.bob, Tree.carol]
            let groups = [UInt32](repeating: 0, count: 6) + [Tree.bob, Self.shared]
            let usual: mode_t = file ? 0o644 : 0o755
            let modes = [mode_t](repeating: usual, count: 9) + (file ? [0o664, 0o666] : [0o775, 0o750, 0o777])
            // The mode goes last, for a new owner takes bits away.
            let owner = owners.randomElement(using: &generator) ?? 0
            let group = groups.randomElement(using: &generator) ?? 0
            #expect(unsafe chown(tree.at(name), owner, group) == 0)
            #expect(unsafe chmod(tree.at(name), modes.randomElement(using: &generator) ?? usual) == 0)
        }
        let top = "t\(number)"
        tree.directory(top)
        for name in ["a", "other", "a/b", "other/b"] {
            if name == "a/b", Int.random(in: 0..<4, using: &generator) == 0 {
                tree.link("\(top)/a/b", to: "../other/b")
            } else {
                tree.directory("\(top)/\(name)")
            }
        }
        for name in ["a/b/compose.yml", "other/b/compose.yml"]
        where !FileManager.default.fileExists(atPath: tree.at("\(top)/\(name)")) {
            if name.hasPrefix("a"), Int.random(in: 0..<5, using: &generator) == 0 {
                tree.link("\(top)/\(name)", to: "../../other/b/compose.yml")
            } else {
                tree.file("\(top)/\(name)", "services: {}\n")
            }
        }
        for name in ["other/b/compose.yml", "a/b/compose.yml", "other/b", "a/b", "other", "a"] {
            permit("\(top)/\(name)", file: name.hasSuffix(".yml"))
        }
        if Int.random(in: 0..<3, using: &generator) == 0 { permit(top, file: false) }
    }

    @Test func `no file that somebody else can change is ever taken for root's`() async throws {
        let tree = try Tree()
        var generator = SeededGenerator(seed: 20261128)
        for number in 0..<Self.trees { draw(tree, number, &generator) }
        tree.directory("etc")
        let accounts = [("root", 0), ("admin", Self.admin), ("bob", Tree.bob), ("carol", Tree.carol)]
        tree.file("etc/passwd", accounts.map { "\($0.0):x:\($0.1):\($0.1)::/:/bin/sh\n" }.joined())
        tree.file("etc/group", "root:x:0:\ndocker:x:999:admin\nshared:x:\(Self.shared):carol\nbob:x:\(Tree.bob):\n")
        let observer = Observer(try MountedSurface(tree.path))
        var taken: Set<Int> = []
        for number in 0..<Self.trees {
            if await observer.compose.author(ofComposeFile: "/t\(number)/a/b/compose.yml") == .likeRoot {
                taken.insert(number)
            }
        }
        let bobs = try changed(in: tree.path, by: Tree.bob, "\(Tree.bob)")
        let carols = try changed(in: tree.path, by: Tree.carol, "\(Self.shared)")
        #expect(taken.isDisjoint(with: bobs), "by bob: \(taken.intersection(bobs).sorted())")
        #expect(taken.isDisjoint(with: carols), "by carol: \(taken.intersection(carols).sorted())")
        let decided = bobs.union(carols)
        print(
            "of \(Self.trees) compose files \(decided.count) are somebody's, and \(taken.count) were taken for root's"
        )
        #expect(!taken.isEmpty && decided.count > Self.trees / 4)
        // Careful, and not blind: most of what nobody can change is root's.
        #expect(taken.count * 4 > (Self.trees - decided.count) * 3)
    }
}
