import Controls
import Hardening
import Testing

@Suite struct OutdatedServicesFixTests {
    private func advice(_ unit: Value, _ fields: [Field: Value] = [:]) -> String? {
        var record = Record("the service", [.outdatedUnit: unit, .replacedFiles: ["/usr/lib/libc.so.6"]])
        for (field, value) in fields { record[field] = value }
        let snapshot = Snapshot([.facts(.outdatedServices): .state(.records([record]))])
        let fix = ControlList.fixes(for: .standalone).first { $0.control == "updates.restart-outdated-services" }
        guard case .advise(let text)? = fix?.answer(snapshot) else { return nil }
        return text
    }

    @Test(arguments: [
        ("ssh.service", "Can be restarted"), ("docker.service", "In a quiet hour"),
        ("dbus.service", "With a reboot only"),
        ("user@1000.service", "With a reboot only"), ("init.scope", "daemon-reexec"),
    ])
    func `each service is named with how it comes to run what is installed`(_ unit: String, _ words: String) {
        let text = advice(.text(unit), [.startsGateway: false, .isAccountsUnit: false])
        #expect(text?.contains(": the service.") == true)
        #expect(text?.contains(words) == true)
    }

    @Test func `a gateway waits for a quiet hour, and accounts restart their own`() {
        #expect(advice("a.service", [.startsGateway: true])?.contains("In a quiet hour") == true)
        #expect(advice("a.service", [.startsGateway: false, .isAccountsUnit: true])?.contains("--user") == true)
        #expect(advice(.unset)?.contains("as it was started") == true)
    }
}
