import Hardening
import MachineTesting
import Surface
import Testing

@testable import LinuxMachine

/// Everything that undoing needs, taken away piece by piece.
@Suite struct SelfCheckTests {
    @Test func `a whole server is ok in every line`() async {
        let lines = await ServerToCheck().check.lines()
        #expect(lines.count == 8)
        for line in lines { if case .ok = line { continue } else { Issue.record("\(line)") } }
    }

    @Test(arguments: DeadMansSwitch.names)
    func `a unit that is gone while a change waits is wrong`(_ name: String) async {
        var server = ServerToCheck()
        server.surface.files["\(DeadMansSwitch.units)/\(name)"] = nil
        #expect(await server.wrong().contains { $0.contains("\(name) is not there") })
    }

    @Test(arguments: [
        ("nacre-switch.timer", "ActiveState", "inactive"), ("nacre-switch.timer", "LoadState", "masked"),
        ("nacre-boot.service", "UnitFileState", "disabled"), ("nacre-settle.service", "UnitFileState", "disabled"),
        ("nacre-switch.service", "Result", "exit-code"), ("nacre-switch.service", "ConditionResult", "no"),
        ("nacre-boot.service", "NeedDaemonReload", "yes"),
        ("nacre-settle.service", "FragmentPath", "/etc/systemd/system.control/nacre-settle.service"),
    ])
    func `a unit that would not do its work is wrong`(_ name: String, _ property: String, _ value: String) async {
        var server = ServerToCheck()
        server.say(of: name, [property: value])
        let wrong = await server.wrong()
        #expect(wrong.count == 1 && wrong[0].hasPrefix(name), "\(wrong)")
    }

    @Test func `a service that was never started has met no condition yet`() {
        let faults = SelfCheck.faults(
            of: "nacre-switch.service",
            ["LoadState": "loaded", "ConditionResult": "no", "ConditionTimestampMonotonic": "0", "Result": "success"]
        )
        #expect(faults == [])
    }

    @Test func `where systemd cannot be asked, units are unknown and not ok`() async {
        var server = ServerToCheck()
        for name in DeadMansSwitch.names { server.surface.outputs[DeadMansSwitch.asking(name)] = nil }
        #expect(await server.unknown().count == 4)
        #expect(await server.wrong() == [])
    }

    @Test(arguments: ["nacre", "lib/ld-linux-x86-64.so.2"])
    func `a program of the switch must be there, root's and executable`(_ name: String) async {
        let path = "\(ServerToCheck.store)/\(name)"
        var server = ServerToCheck()
        server.surface.files[path] = nil
        #expect(await server.wrong().contains("\(path) is not there"))
        server.surface.add(path, "ELF", mode: 0o600)
        #expect(await server.wrong().contains("\(path) is not executable"))
        server.surface.add(path, "ELF", mode: 0o700, owner: 1000)
        #expect(await server.wrong().contains { $0.hasPrefix("\(path) can be changed by others") })
        server.surface.links[path] = "/tmp/x"
        #expect(await server.wrong().contains("\(path) is no regular file"))
    }

    @Test func `a library that others may write, or a program that does not run, is wrong`() async {
        var server = ServerToCheck()
        server.surface.add("\(ServerToCheck.store)/lib/libc.so.6", "ELF", mode: 0o666)
        #expect(await server.wrong().contains { $0.contains("lib/libc.so.6 can be changed by others") })
        server = ServerToCheck()
        let words = ServerToCheck.program.split(separator: " ").map(String.init)
        server.surface.add(Command(words[0], words.dropFirst() + ["--version"], timeout: 20), "", status: 127)
        #expect(await server.wrong().contains { $0.hasPrefix("/var/lib/nacre/nacre does not run") })
    }

    @Test func `units that are left where nothing waits are told`() async {
        var server = ServerToCheck([.applied, .confirmed])
        #expect(await server.wrong().contains { $0.contains("no change waits, and nacre-switch.timer") })
        server.disarm()
        #expect(await server.wrong() == [])
    }

    @Test func `a change that has not begun needs no switch yet`() async {
        var server = ServerToCheck([])
        server.disarm()
        #expect(await server.wrong() == [])
    }

    @Test func `a timer for drift must run the nacre that a shell finds`() async {
        var server = ServerToCheck()
        server.surface.add("\(DeadMansSwitch.units)/nacre-drift.timer", "[Timer]\nOnCalendar=daily\n")
        server.say(of: "nacre-drift.timer", ["UnitFileState": "enabled"])
        let service = "\(DeadMansSwitch.units)/nacre-drift.service"
        server.surface.add(service, "[Service]\nExecStart=/usr/bin/nacre drift --reapply ssh\n")
        #expect(await server.wrong() == [])
        server.say(of: "nacre-drift.timer", ["UnitFileState": "disabled"])
        #expect(await server.wrong() == ["nacre-drift.timer is not enabled and running"])
        server.say(of: "nacre-drift.timer", ["UnitFileState": "enabled"])
        server.surface.add("/opt/nacre", "ELF", mode: 0o755)
        server.surface.add(Command("/opt/nacre", ["--version"], timeout: 20), "0.1.0\n")
        server.surface.add(service, "[Service]\nExecStart=/opt/nacre drift\n")
        #expect(await server.wrong() == ["nacre-drift.service runs /opt/nacre, and a shell finds /usr/bin/nacre"])
    }

    @Test(arguments: [
        ([JournalEntry.applied, .confirmed], true), ([.applied, .confirmed, .rollingBack(.asked), .rolledBack], false),
    ]) func `a timer for drift that has nothing to compare with says so`(_ entries: [JournalEntry], _ compares: Bool)
        async
    {
        var server = ServerToCheck(entries)
        server.disarm()
        server.surface.add("\(DeadMansSwitch.units)/nacre-drift.timer", "[Timer]\nOnCalendar=daily\n")
        server.say(of: "nacre-drift.timer", ["UnitFileState": "enabled"])
        server.surface.add("\(DeadMansSwitch.units)/nacre-drift.service", "[Service]\nExecStart=/usr/bin/nacre drift\n")
        let told = await server.check.lines().compactMap { line in
            if case .ok(let words) = line, words.contains("nacre-drift.timer") { words } else { nil }
        }
        #expect(told.count == 1 && told[0].contains("looks for drift") == compares, "\(told)")
        #expect(told.first?.contains("nothing that was confirmed") == !compares)
    }

    @Test func `the search path has one nacre, and /bin is /usr/bin`() async {
        var server = ServerToCheck()
        server.surface.add("/usr/local/bin/nacre", "ELF", mode: 0o755)
        #expect(await server.wrong() == ["/usr/local/bin/nacre hides /usr/bin/nacre"])
        server = ServerToCheck()
        server.searchPath = ["/sbin"]
        #expect(await server.wrong() == ["no nacre is on the search path"])
    }
}
