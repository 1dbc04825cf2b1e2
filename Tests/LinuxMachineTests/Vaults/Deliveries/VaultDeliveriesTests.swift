import Testing
import Vault

@testable import LinuxMachine

/// The file that says what is delivered where.
struct VaultDeliveriesTests {
    private static let text = """
        # by us
        units:
          mail.service:
            password: mail/password   # for the sender
        compose:
          shop:
            key: {secret: shop/key, account: 1000, group: 1000}
        env-files:
          /srv/a b/.env:
            KEY: old/key

        """

    @Test func `what was written is read, with every other line kept`() throws {
        let read = try VaultDeliveries.read(Self.text)
        #expect(read.map(\.secret.text) == ["mail/password", "shop/key", "old/key"])
        #expect(read[0].place == .unit("mail.service", credential: "password"))
        #expect(read[1].place == .compose(project: "shop", file: "key", account: 1000, group: 1000))
        #expect(read[2].place == .environment(file: "/srv/a b/.env", variable: "KEY"))

        var text = "# nothing yet\n"
        for delivery in read { text = try VaultDeliveries.adding(delivery, to: text) }
        #expect(try Set(VaultDeliveries.read(text)) == Set(read))

        let more = try SecretDelivery(SecretName("a/b"), to: .unit("mail.service", credential: "b"))
        let added = try VaultDeliveries.adding(more, to: Self.text)
        #expect(added.contains("# for the sender") && added.hasPrefix("# by us\n"))
        #expect(try Set(VaultDeliveries.read(added)) == Set(read + [more]))
        #expect(try VaultDeliveries.removing(more, from: added) == Self.text)
    }

    @Test func `one after the other can be taken out, to the last`() throws {
        var text = Self.text
        var rest = try VaultDeliveries.read(text)
        while let gone = rest.popLast() {
            text = try VaultDeliveries.removing(gone, from: text)
            #expect(try VaultDeliveries.read(text) == rest)
        }
        #expect(text.hasPrefix("# by us\n"))
        let again = try SecretDelivery(SecretName("a"), to: .compose(project: "p", file: "f", account: 1, group: 2))
        #expect(try VaultDeliveries.read(try VaultDeliveries.adding(again, to: text)) == [again])
    }

    @Test func `a place holds one secret, and the one that is put there takes its place`() throws {
        let other = try SecretDelivery(SecretName("other"), to: .unit("mail.service", credential: "password"))
        #expect(other.isAt(try VaultDeliveries.read(Self.text)[0]))
        let read = try VaultDeliveries.read(try VaultDeliveries.adding(other, to: Self.text))
        #expect(read.count == 3 && read.contains(other))
        let account = try SecretDelivery(
            SecretName("k"),
            to: .compose(project: "shop", file: "key", account: 5, group: 5)
        )
        #expect(account.isAt(try VaultDeliveries.read(Self.text)[1]))
    }

    @Test(
        arguments: [
            ("mail.service", "mail", 4), ("mail.service", "../mail.service", 4), ("mail.service", "mail@.service", 4),
            ("mail.service", "ma%il.service", 4), ("mail.service", "ma il.service", 4),
            ("  password:", "  pass:word:", 4),
            ("mail/password", "mail/../password", 4), ("mail/password", "[mail]", 4), ("shop:", "Shop:", 7),
            ("shop:", "sh/op:", 7), ("key: {", "k/ey: {", 7), ("account: 1000", "account: root", 7),
            ("account: 1000", "account: -1", 7), ("account: 1000", "account: 4294967295", 7),
            ("group: 1000", "group: 1000, all: true", 7), ("secret: shop/key, ", "", 7),
            ("/srv/a b/.env", "srv/.env", 10), ("/srv/a b/.env", "/srv/../.env", 10), ("KEY:", "1KEY:", 10),
            ("KEY:", "K-EY:", 10), ("env-files:", "files:", 9), ("units:", "unit:", 3),
        ]
    )
    func `what cannot be delivered is an error that names the line`(_ right: String, _ wrong: String, _ line: Int) {
        let text = Self.text.replacing(right, with: wrong)
        #expect(text != Self.text)
        do {
            _ = try VaultDeliveries.read(text)
            Issue.record("\(wrong) was taken")
        } catch { #expect("\(error)".hasPrefix("\(VaultDeliveries.file):\(line): "), "\(error)") }
    }

    @Test(arguments: ["", "# nothing\n", "units:\n", "units:\n  a.service:\n"])
    func `a file without deliveries delivers nothing`(_ text: String) throws {
        #expect(try VaultDeliveries.read(text).isEmpty)
        let one = try SecretDelivery(SecretName("a"), to: .unit("a.service", credential: "b"))
        #expect(try VaultDeliveries.read(try VaultDeliveries.adding(one, to: text)) == [one])
    }

    @Test(arguments: ["- units\n", "units: yes\n", "units:\n  a.service: b\n", "units:\n\t- x"])
    func `what is no such file is an error`(_ text: String) {
        #expect(throws: VaultStoreFailure.self) { try VaultDeliveries.read(text) }
    }
}
