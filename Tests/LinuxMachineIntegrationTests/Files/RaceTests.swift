import CLinux
import Foundation
import Glibc
import Hardening
import MachineTesting
import Surface
import Synchronization
import Testing

@testable import LinuxMachine

/// An account exchanges what its names stand for as fast as it can while root changes by these names.
///
/// NACRE_RACE_ROUNDS sets how many changes are tried.
@Suite(.enabled(if: getuid() == 0, "needs root"), .serialized) struct RaceTests {
    private static let rounds = ProcessInfo.processInfo.environment["NACRE_RACE_ROUNDS"].flatMap { Int($0) } ?? 600
    private static let places = 6

    private final class Flag: Sendable {
        let isOver = Atomic(false)
    }

    private let tree: Tree

    init() throws { tree = try Tree() }

    /// Names of what must stay as it is.
    private func drawTree(_ generator: inout SeededGenerator) -> [String] {
        var outside: [String] = []
        tree.directory("home", owner: Tree.bob)
        for index in 0..<Self.places {
            // What somebody would like root to change.
            let owners: [UInt32] = [0, Tree.carol, 0]
            let owner = owners.randomElement(using: &generator) ?? 0
            let modes: [mode_t] = [0o644, 0o600, 0o4755, 0o666]
            let mode = modes.randomElement(using: &generator) ?? 0o644
            tree.directory("out\(index)", owner: owners.randomElement(using: &generator) ?? 0)
            tree.file("out\(index)/f", "outside", owner: owner, mode: mode)
            tree.file("out\(index)/g", "outside", owner: owner, mode: mode)
            tree.file("out\(index)/h", "outside", owner: owner, mode: mode)
            outside += ["f", "g", "h"].map { "out\(index)/\($0)" } + ["out\(index)"]
            // What root is asked to change, and what is put in its place.
            tree.directory("home/d\(index)", owner: Tree.bob)
            tree.file("home/d\(index)/f", "bob's", owner: Tree.bob)
            tree.link("home/e\(index)", to: "../out\(index)", owner: Tree.bob)
            if Bool.random(using: &generator) {
                tree.link("home/d\(index)/x", to: "../../out\(index)/g", owner: Tree.bob)
            } else {
                tree.secondName("home/d\(index)/x", of: "out\(index)/h")
            }
        }
        return outside
    }

    private func race(_ work: @Sendable (String, inout SeededGenerator) throws -> Void) throws -> (Int, Int) {
        var generator = SeededGenerator(seed: UInt64(Self.rounds))
        let outside = drawTree(&generator)
        let before = outside.map(tree.look)
        let flag = Flag()
        let racer = Thread { [path = tree.path] in
            let home = unsafe open(path + "/home", O_RDONLY)
            let inner = (0..<Self.places).map { unsafe open(path + "/home/d\($0)", O_RDONLY) }
            while !flag.isOver.load(ordering: .relaxed) {
                for index in 0..<Self.places {
                    _ = unsafe nacre_exchange(home, "d\(index)", "e\(index)")
                    _ = unsafe nacre_exchange(inner[index], "f", "x")
                }
            }
            for descriptor in inner + [home] { close(descriptor) }
            flag.isOver.store(false, ordering: .relaxed)
        }
        racer.start()
        var done = 0
        var refused = 0
        let end = Date(timeIntervalSinceNow: Self.rounds > 1000 ? 300 : 20)
        for _ in 0..<Self.rounds where Date() < end {
            let index = Int.random(in: 0..<Self.places, using: &generator)
            do {
                try work(tree.at("home/d\(index)/f"), &generator)
                done += 1
            } catch { refused += 1 }
        }
        flag.isOver.store(true, ordering: .relaxed)
        while flag.isOver.load(ordering: .relaxed) { usleep(1000) }
        for (name, look) in zip(outside, before) { #expect(tree.look(name) == look, "\(name) was touched") }
        return (done, refused)
    }

    @Test func `who may touch a file is changed of what is the account's, and of nothing that is put in its place`()
        throws
    {
        let (done, refused) = try race { path, generator in
            let modes: [UInt16] = [0o600, 0o640, 0o400]
            let mode = modes.randomElement(using: &generator) ?? 0o600
            try FileWriter.permit(path, .init(mode: mode, owner: Tree.bob, group: Tree.bob))
        }
        #expect(done > 0 && refused > 0, "\(done) done, \(refused) refused")
    }

    @Test func `a file is written over what is the account's, and over nothing that is put in its place`() throws {
        let (done, refused) = try race { path, generator in
            let bytes = Array("new \(Int.random(in: 0..<1000, using: &generator))".utf8)
            try FileWriter.replace(path, with: .init(bytes, mode: 0o600, owner: Tree.bob, group: Tree.bob))
        }
        #expect(done > 0 && refused > 0, "\(done) done, \(refused) refused")
    }

    @Test func `a file is removed and made, and nothing that is put in its place`() throws {
        let (done, refused) = try race { path, generator in
            if Bool.random(using: &generator) {
                try FileWriter.remove(path)
            } else {
                try FileWriter.replace(path, with: .init([1], mode: 0o600, owner: Tree.bob, group: Tree.bob))
            }
        }
        #expect(done > 0 && refused > 0, "\(done) done, \(refused) refused")
    }

    @Test func `root reads what is the account's, and nothing that is put in its place`() throws {
        let surface = try LiveSurface()
        let (done, refused) = try race { path, _ in
            switch surface.file(path, limit: 100) {
            case .found(let file):
                guard String(decoding: file.bytes, as: UTF8.self) == "bob's" else {
                    Issue.record("read \(String(decoding: file.bytes, as: UTF8.self))")
                    return
                }
            case .absent, .unreadable: throw RunningMachine.Failure(.unreadable, "not read")
            }
        }
        #expect(done > 0 && refused > 0, "\(done) done, \(refused) refused")
    }
}
