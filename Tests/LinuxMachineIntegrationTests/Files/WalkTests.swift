import Catalog
import Foundation
import Hardening
import Surface
import Testing

@testable import LinuxMachine

/// Needs root: whose something is is what is asked about.
@Suite(.enabled(if: getuid() == 0, "needs root")) struct WalkTests {
    private let tree: Tree
    private let surface: LiveSurface

    init() throws {
        tree = try Tree()
        surface = try LiveSurface()
        tree.directory("home", owner: Tree.bob)
        tree.directory("other", owner: Tree.carol)
        tree.file("other/file", "carol's", owner: Tree.carol)
        tree.file("secret", "root's", mode: 0o600)
        tree.file("home/own", "bob's", owner: Tree.bob)
    }

    private func read(_ name: String) -> Reading<String> {
        surface.file(tree.at(name), limit: 100).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    private func isRefused<Content>(_ reading: Reading<Content>, _ words: String = "it is not followed") -> Bool {
        if case .unreadable(let why) = reading { why.why.contains(words) } else { false }
    }

    @Test func `an account's link leads to what is that account's, and nowhere else`() {
        tree.link("home/a", to: "own", owner: Tree.bob)
        tree.link("home/b", to: tree.at("home/own"), owner: Tree.bob)
        #expect(read("home/a") == .found("bob's") && read("home/b") == .found("bob's"))
        for (index, target) in ["../secret", tree.at("secret"), "../other/file", "..", "/", "/etc/shadow", "../other"]
            .enumerated()
        {
            tree.link("home/l\(index)", to: target, owner: Tree.bob)
            #expect(isRefused(surface.status(tree.at("home/l\(index)"))), "\(target)")
            #expect(isRefused(surface.entries(tree.at("home/l\(index)"))), "\(target)")
        }
        tree.link("home/up", to: tree.path, owner: Tree.bob)
        #expect(isRefused(read("home/up/secret")) && isRefused(read("home/up/other/file")))
        // Through what is another's it is not followed back to what is one's own, either.
        tree.link("other/back", to: "../home/own", owner: Tree.carol)
        tree.link("home/there", to: "../other/back", owner: Tree.bob)
        #expect(isRefused(read("home/there")))
        // What leads to no file at all is nobody's: a history that is thrown away.
        tree.link("home/history", to: "/dev/null", owner: Tree.bob)
        #expect(surface.status(tree.at("home/history")).content?.kind == .device)
    }

    @Test func `root's own links are followed, but not one that lies with somebody else`() {
        tree.link("way", to: "home")
        #expect(read("way/own") == .found("bob's"))
        tree.link("home/roots", to: "../secret")
        #expect(isRefused(read("home/roots")))
    }

    @Test func `a file that an account could have given a second name is not read`() {
        tree.secondName("home/mine", of: "secret")
        #expect(isRefused(read("home/mine"), "by a second name"))
        tree.secondName("home/again", of: "home/own")
        #expect(read("home/again") == .found("bob's"))
    }

    @Test func `what a process links to is not followed`() {
        #expect(isRefused(surface.entries("/proc/self/root/etc")))
        #expect(surface.link("/proc/self/root") == .found("/"))
        #expect(surface.file("/proc/self/status", limit: 1 << 16).content != nil)
    }

    private func change(_ name: String, _ state: State) async -> String? {
        let resource: Resource = if case .file = state { .file(tree.at(name)) } else { .permissions(tree.at(name)) }
        do {
            try await RunningMachine().put(state, at: resource)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `nothing is changed by links, second names, with other rights, or of other people`() async {
        tree.link("home/link", to: "own", owner: Tree.bob)
        tree.link("home/way", to: "../other", owner: Tree.bob)
        tree.secondName("home/mine", of: "secret")
        tree.file("home/strong", owner: Tree.bob, mode: 0o4755)
        tree.file("home/carols", owner: Tree.carol)
        let names = ["secret", "other/file", "home/own", "home/strong", "home/carols", "other"]
        let before = names.map(tree.look)
        let permissions = State.permissions(.init(mode: 0o600, owner: Tree.bob, group: Tree.bob))
        for (name, words) in [
            ("home/link", "is a symbolic link"), ("home/way/file", "is a symbolic link"), ("home/mine", "another name"),
            ("home/strong", "rights"), ("home/carols", "belongs to the account with the id 22222"),
            ("other/file", "is not given to 12345"),
        ] {
            let why = await change(name, permissions)
            #expect(why?.contains(words) == true, "\(name): \(why ?? "changed")")
        }
        for name in ["home/link", "home/way/file", "home/mine", "home/carols", "other/file"] {
            let file = State.file(.init([1], mode: 0o600, owner: Tree.bob, group: Tree.bob))
            #expect(await change(name, file) != nil, "\(name)")
        }
        #expect(names.map(tree.look) == before)
        for path in ["/usr", "/usr/bin/env", "/lib64", "/etc", "/boot", "/home", "/"] {
            let why = RunningMachine().blocker(to: .permissions(path))
            #expect(why != nil, "\(path)")
        }
    }

    @Test func `what is the account's own, and root's own in its place, is changed`() async {
        tree.file("home/made", "root's")
        #expect(await change("home/made", .permissions(.init(mode: 0o600, owner: Tree.bob, group: Tree.bob))) == nil)
        #expect(tree.look("home/made").owner == Tree.bob && tree.look("home/made").mode & 0o777 == 0o600)
        #expect(
            await change("home/own", .file(.init(Array("new".utf8), mode: 0o640, owner: Tree.bob, group: 7))) == nil
        )
        #expect(tree.look("home/own").bytes == Data("new".utf8) && tree.look("home/own").group == 7)
    }

    @Test func `a plan is told of what is in its way`() async {
        tree.file("two")
        tree.secondName("names", of: "two")
        #expect(RunningMachine().blocker(to: .file(tree.at("two")))?.contains("hard link") == true)
        #expect(RunningMachine().blocker(to: .file(tree.at("secret"))) == nil)
    }
}
