import Surface
import Testing

@testable import LinuxMachine

@Suite struct AptFailureTests {
    private func failure(_ text: String) -> AptFailure {
        AptFailure(Output(status: 100, standardError: Array(text.utf8)))
    }

    @Test func `says what stands in the way, in words`() {
        #expect(
            failure("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (apt-get)\n")
                == .locked("812")
        )
        #expect(failure("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'") == .interrupted)
        #expect(failure("E: You don't have enough free space in /var/cache/apt/archives/.") == .diskFull)
        #expect(failure("E: Unable to locate package nothing\n").isStale)
        #expect(
            failure("Err:1 http://a b\n  404  Not Found [IP: 1.2.3.4 80]\nE: Failed to fetch http://a/b.deb").isStale
        )
        guard case .offline = failure("W: Failed to fetch http://x  Temporary failure resolving 'x'\nE: no") else {
            Issue.record("not offline")
            return
        }
        guard case .held = failure("E: Unable to correct problems, you have held broken packages.") else {
            Issue.record("not held")
            return
        }
        #expect(failure("a\nE: one\nE: two\n") == .other("E: one / E: two"))
        #expect("\(failure("E: Could not get lock /x. It is held by process 812 (apt)"))".contains("process 812"))
    }

    @Test func `reads the packages that a simulation names`() {
        let text = """
            Reading package lists...
            Inst libnftables1 (1.0.6-2+deb12u2 Debian:12.11/oldstable [amd64])
            Inst libc6:i386 (2.36 Debian:12 [i386])
            Conf libnftables1 (1.0.6-2+deb12u2 Debian:12.11/oldstable [amd64])
            Remv exim4 [4.96]
            Purg nano [7.2]
            """
        #expect(Apt.packages(["Inst"], in: text) == ["libnftables1", "libc6:i386"])
        #expect(Apt.packages(["Remv", "Purg"], in: text) == ["exim4", "nano"])
    }

    @Test func `what came with a package is read as it was written`() {
        var brought = BroughtPackages(
            packages: ["caddy", "libx"],
            siblings: ["ufw"],
            before: Traces(
                accounts: ["root", "ada"],
                groups: ["root"],
                owners: ["ufw \t /etc/a"],
                sums: ["0ab  /etc/a"],
                ucfFiles: ["/var/lib/ucf/registry"]
            )
        )
        #expect(BroughtPackages(brought.text) == brought)
        brought.before = nil
        brought.made = Traces(
            accounts: ["caddy"],
            groups: ["caddy"],
            sums: ["0ab  /etc/b c"],
            links: ["/etc/systemd/system/multi-user.target.wants/caddy.service"]
        )
        #expect(BroughtPackages(brought.text) == brought)
    }

    @Test func `an installation before which there was nothing is not one that has ended`() {
        let brought = BroughtPackages(packages: ["ucf"], before: Traces())
        #expect(BroughtPackages(brought.text).before == Traces())
        #expect(BroughtPackages("package a\naccount-before root\n").before == Traces(accounts: ["root"]))
    }

    @Test func `finds the units among the files of packages`() {
        let listing = """
            /.
            /lib/systemd/system/unattended-upgrades.service
            /usr/lib/systemd/system/a.timer
            /usr/lib/systemd/system/a@.service
            /usr/lib/systemd/system/a.service.d/x.conf
            /usr/share/doc/a.service
            """
        #expect(Packages.units(in: listing) == ["unattended-upgrades.service", "a.timer"])
    }

    @Test(arguments: ["-y", "--purge", "a b", "Base", "", "linux-", "nginx+", "../x"])
    func `takes nothing for a package that apt takes for something else`(_ name: String) async {
        await #expect(throws: RunningMachine.Failure.self) { try await Packages(RunningSystem()).install([name]) }
        await #expect(throws: RunningMachine.Failure.self) { try await Packages(RunningSystem()).remove([name]) }
    }
}
