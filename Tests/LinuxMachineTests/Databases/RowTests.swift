import Foundation
import Hardening
import MachineTesting
import Testing

@testable import LinuxMachine

/// A row is put, taken back, and leaves nothing behind.
struct RowTests {
    private let machine = RunningMachine()

    @Test func `a row is put and taken back, and what is beside it and what came later stays`() async throws {
        let database = try ScratchDatabase()
        let before = await machine.observe(database.resource)
        #expect(before == .state(content(ScratchDatabase.before)))
        let inode = await machine.inode(of: database.resource)
        #expect(inode != nil)
        try await machine.put(
            content(ScratchDatabase.after),
            at: database.resource,
            expecting: Expected(content(ScratchDatabase.before), inode: inode)
        )
        #expect(await machine.observe(database.resource) == .state(content(ScratchDatabase.after)))
        #expect(await machine.inode(of: database.resource) == inode)
        try database.run("INSERT INTO config_machine_state VALUES ('later', '\"x\"', 7)")
        try await machine.put(
            content(ScratchDatabase.before),
            at: database.resource,
            expecting: Expected(content(ScratchDatabase.after), inode: inode)
        )
        #expect(await machine.observe(database.resource) == before)
        let all = """
            SELECT group_concat(state_key || updated_at_ms, ' ') FROM (SELECT * FROM config_machine_state ORDER BY 1)
            """
        let rows = "auth.sharedStore1795990182853 authProfiles.store1795990184977 later7"
        #expect(try database.text(all) == rows)
    }

    @Test func `the laws of putting hold for rows`() async throws {
        let database = try ScratchDatabase()
        let states = [(database.resource, content(ScratchDatabase.after))]
        #expect(try await MachineConformance.violations(of: machine, putting: states) == [])
        let replaced = [(database.resource, content(ScratchDatabase.after), content(ScratchDatabase.before))]
        #expect(try await MachineConformance.violations(of: machine, replacing: replaced) == [])
        #expect(await MachineConformance.violations(of: machine, observing: states.map(\.0)) == [])
    }

    @Test func `a row that went comes back with the columns it had`() async throws {
        let database = try ScratchDatabase()
        guard case .state(let before) = await machine.observe(database.resource) else {
            Issue.record("not observed")
            return
        }
        try await machine.put(.absent, at: database.resource, expecting: Expected(before))
        #expect(await machine.observe(database.resource) == .state(.absent))
        #expect(try database.files(holding: ScratchDatabase.key) == [])
        try await machine.put(before, at: database.resource, expecting: Expected(.absent))
        #expect(await machine.observe(database.resource) == .state(before))
        let when = "SELECT updated_at_ms FROM config_machine_state WHERE state_key = 'authProfiles.store'"
        #expect(try database.text(when) == "1795990184977")
        // Without them, what the table demands is missing, and nothing is made up.
        try await machine.put(.absent, at: database.resource)
        #expect(await cause { try await machine.put(content("{}"), at: database.resource) } == .refused)
        #expect(await machine.observe(database.resource) == .state(.absent))
    }

    @Test func `what was looked at is what is changed`() async throws {
        let database = try ScratchDatabase()
        for state in [content("other"), .absent] {
            let stale = await cause {
                try await machine.put(content("new"), at: database.resource, expecting: Expected(state))
            }
            #expect(stale == .foreign)
        }
        let inode = Inode(device: 1, number: 1)
        let other = await cause {
            let expected = Expected(content(ScratchDatabase.before), inode: inode)
            try await machine.put(content("new"), at: database.resource, expecting: expected)
        }
        #expect(other == .foreign)
        #expect(await machine.observe(database.resource) == .state(content(ScratchDatabase.before)))
    }

    @Test(arguments: [40, 3000, 10_000])
    func `no byte of what was there is left, of any length`(count: Int) async throws {
        let database = try ScratchDatabase()
        let marks = (0..<(count / 20)).map { "MARK-\(count)-\($0)-" }
        let long = "\"" + marks.joined(separator: "padding") + ScratchDatabase.key + "\""
        let table = "config_machine_state"
        try database.run("UPDATE \(table) SET value_json = '\(long)' WHERE state_key = 'authProfiles.store'")
        #expect(try database.files(holding: ScratchDatabase.key) != [])
        try await machine.put(content("{}"), at: database.resource, expecting: Expected(content(long)))
        for mark in marks + [ScratchDatabase.key] { #expect(try database.files(holding: mark) == [], "\(mark)") }
        #expect(try database.text("PRAGMA quick_check") == "ok")
        #expect(try database.text("PRAGMA auto_vacuum") == "2")
        #expect(try database.text("PRAGMA journal_mode") == "wal")
    }

    @Test func `what a program left in free pages, between rows and in the log goes as well`() async throws {
        let database = try ScratchDatabase()
        let filler = (0..<200).map { "('old\($0)', '\(ScratchDatabase.key)-\(String(repeating: "x", count: 900))', 1)" }
        try database.run("INSERT INTO config_machine_state VALUES \(filler.joined(separator: ","))")
        try database.run("PRAGMA secure_delete = OFF; DELETE FROM config_machine_state WHERE state_key LIKE 'old%'")
        // A log that nobody moved into the file, as a gateway leaves it that was ended by force.
        let log = try Data(contentsOf: URL(filePath: database.path))
        let open = unsafe try ScratchDatabase.opened(database.path)
        unsafe try ScratchDatabase.use(open)
        #expect(log.range(of: Data(ScratchDatabase.key.utf8)) != nil)
        try ScratchDatabase.run(
            "UPDATE config_machine_state SET updated_at_ms = 2 WHERE state_key = 'auth.sharedStore'",
            database.path
        )
        let folder = database.directory.path + "/state"
        let copy = try ScratchDatabase()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let to = copy.directory.path + "/state/" + name
            try? FileManager.default.removeItem(atPath: to)
            try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: to)
        }
        unsafe ScratchDatabase.close(open)
        #expect(try copy.files(holding: ScratchDatabase.key).contains("openclaw.sqlite"))
        #expect(try copy.files().keys.contains("openclaw.sqlite-wal"))
        let files = try copy.files()
        try await machine.put(content(ScratchDatabase.after), at: copy.resource)
        #expect(try copy.files(holding: ScratchDatabase.key) == [])
        // The files are the same ones, with the same owner and mode.
        #expect(try copy.files() == files)
        let when = "SELECT updated_at_ms FROM config_machine_state WHERE state_key = 'auth.sharedStore'"
        #expect(try copy.text(when) == "2")
    }

    @Test func `after a hundred operations and more, rows are as a dictionary has them`() async throws {
        let database = try ScratchDatabase()
        var dice = Dice(seed: 29)
        var model: [String: State] = [:]
        let beside: [String: RowContent.Cell] = ["updated_at_ms": .integer(5)]
        for step in 0..<200 {
            let key = "k\(dice.number(0...7))'\"\u{e9}"
            let resource = Resource.row(database.row(key))
            let now = model[key] ?? .absent
            let text = String(repeating: dice.pick(["a", "\u{1f511}", "'", "\"", "\n"]), count: dice.number(0...3000))
            let next: State = dice.chance(30) ? .absent : .row(RowContent(text + "\(step)", beside: beside))
            if dice.chance(20) {
                let stale = Expected(content("never \(step)"))
                #expect(await cause { try await machine.put(next, at: resource, expecting: stale) } == .foreign)
            } else {
                try await machine.put(next, at: resource, expecting: Expected(now))
                model[key] = next
            }
            #expect(await machine.observe(resource) == .state(model[key] ?? .absent), "\(step)")
        }
        for (key, state) in model { #expect(await machine.observe(.row(database.row(key))) == .state(state)) }
        #expect(await machine.observe(database.resource) == .state(content(ScratchDatabase.before)))
        #expect(try database.text("PRAGMA integrity_check") == "ok")
    }
}
