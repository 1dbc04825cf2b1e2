import Controls
import Hardening
import LinuxMachine
import Reports
import Testing
import Vault

@testable import Commands

/// What vault commands tell, on a terminal of 80 columns.
struct ToldLinesTests {
    private static let style = TextStyle(width: 80, isColored: false)

    @Test func `a command at the end of a long line stands below it, in one piece`() {
        let long =
            "A gateway, which has a rather long name, takes the old one no longer, so give it to whoever connects"
        let command = "sudo nacre vault get gateway/token --reveal --vault /srv/some/where/that/is/rather/long/as/well"
        let lines = ToldLines.text("\(long): \(command)\nshort: sudo x\n", Self.style).split(separator: "\n")
        #expect(lines.dropLast(2).allSatisfy { $0.count <= 80 })
        #expect(lines.suffix(2) == ["    \(command)", "short: sudo x"])
    }

    @Test func `what is indented stays as it is`() {
        let block = "    " + String(repeating: "a b ", count: 40)
        #expect(ToldLines.text(block, Self.style) == block)
    }

    @Test func `what is delivered where fits a terminal`() throws {
        let name = try SecretName("services/mail/password")
        let short = try SecretDelivery(name, to: .unit("mail.service", credential: "password"))
        let long = try SecretDelivery(
            name,
            to: .environment(file: "/srv/compose/projects/of-the-house/mail/.env", variable: "MAIL_PASSWORD")
        )
        #expect(
            DeliveryWords.list([short], Self.style)
                == "services/mail/password  mail.service, as the credential password\n"
        )
        let lines = DeliveryWords.list([short, long], Self.style).split(separator: "\n")
        #expect(lines.count == 4 && lines.allSatisfy { $0.count <= 80 })
        let told = ToldLines.text(DeliveryWords.delivered(long, DeliveryState()), Self.style)
        #expect(told.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }

    @Test func `keys that do not fit in columns stand on two lines`() {
        func text(_ file: String) -> String {
            let key = PlainKey(
                installation: "/o",
                setting: ["models", "providers", "openrouter", "apiKey"],
                file: file,
                place: ["models", "providers", "openrouter", "apiKey"],
                line: 12,
                value: "x"
            )
            let keys = InstallationKeys(installation: "/o", keys: [key], copies: [], doubts: [])
            return KeysText.text(keys, Self.style)
        }
        #expect(text("/o/a.json") == "  models.providers.openrouter.apiKey   in clear, /o/a.json:12\n")
        let narrow = text("/home/operator/services/openclaw/.openclaw/openclaw.json")
        let lines = narrow.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.count <= 80 } && lines[1].hasPrefix("      in clear, "))
    }
}
