import Foundation
import Leaks
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct HistoryTests {
    @Test func `every account's histories are looked through, and no link is followed`() throws {
        let root = try Program.scratch().path
        let files = FileManager.default
        let written: [(String, Int)] = [
            ("one/.bash_history", 1), ("one/.zsh_history", 2), ("one/.local/share/fish/fish_history", 3),
            ("two/.psql_history", 4), ("two/.viminfo", 5), ("two/.local/state/nvim/shada/main.shada", 6),
            ("elsewhere/typed", 7), ("two/.ssh/config", 8),
        ]
        for (name, number) in written {
            let path = URL(filePath: "\(root)/\(name)")
            try files.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(": 1796054400:0;export KEY=\(MadeUpKeys.key(number))\n".utf8).write(to: path)
        }
        try files.createSymbolicLink(
            atPath: "\(root)/two/.bash_history",
            withDestinationPath: "\(root)/elsewhere/typed"
        )
        try files.createSymbolicLink(atPath: "\(root)/two/.config", withDestinationPath: "\(root)/elsewhere")
        let passwd = ["one", "two", "absent", "one"].map { "\($0):x:1:1::\(root)/\($0):/bin/sh\n" }.joined()
        try Data(passwd.utf8).write(to: URL(filePath: "\(root)/passwd"))
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtHistories(passwd: "\(root)/passwd")
        for (name, number) in written.prefix(6) { #expect(hunt.places(of: number) == ["\(root)/\(name):1"]) }
        #expect(hunt.places(of: 7).isEmpty && hunt.places(of: 8).isEmpty)
        let links = Set(hunt.leftOut.map(\.place))
        #expect(links == ["\(root)/two/.bash_history", "\(root)/two/.config"])
    }

    @Test func `what may not be read of a home is told once for all homes`() throws {
        let root = try Program.scratch().path
        let hunt = MadeUpKeys.hunt()
        let visitor = HistoryVisitor(hunt)
        for home in ["one", "two"] {
            visitor.look(at: ".bash_history", below: "\(root)/\(home)")
            for name in [".bash_history", ".viminfo", ".local"] {
                visitor.leaveOut("\(root)/\(home)/\(name)", HistoryVisitor.refused)
            }
        }
        visitor.leaveOut("\(root)/two/.config", "it is a link, which is not followed")
        visitor.finish()
        #expect(hunt.leftOut.map(\.place) == ["\(root)/two/.config", "histories"])
        #expect(
            hunt.leftOut.last?.why.hasPrefix("Permission denied for some or all of them in \(root)/one, \(root)/two")
                == true
        )
    }

    @Test func `an account database that is not there is told`() {
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtHistories(passwd: "/nonexistent/passwd")
        #expect(hunt.leftOut.count == 1)
    }
}
