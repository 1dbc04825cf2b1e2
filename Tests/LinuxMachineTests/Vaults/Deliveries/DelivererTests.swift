import Hardening
import Surface
import Testing
import Vault

@testable import LinuxMachine

/// What is put where a secret is delivered to, on a scripted system.
struct DelivererTests {
    private let host = ScriptedHost()
    private let value = SecretBytes("sk-one".utf8)
    private let unit: SecretDelivery
    private let second: SecretDelivery
    private let sealed = "/etc/credstore.encrypted/nacre/mail.service/password"
    private let dropIn = "/etc/systemd/system/mail.service.d/60-nacre-vault.conf"

    init() throws {
        unit = try SecretDelivery(SecretName("mail/password"), to: .unit("mail.service", credential: "password"))
        second = try SecretDelivery(SecretName("mail/key"), to: .unit("mail.service", credential: "key"))
        host.set("systemctl daemon-reload")
        loaded("inactive")
    }

    private func loaded(_ active: String, reload: String = "no") {
        host.set(
            "systemctl show --property=LoadState,ActiveState,UnitFileState -- mail.service",
            "LoadState=loaded\nActiveState=\(active)\nUnitFileState=enabled\n"
        )
        host.set(
            "systemctl show --property=LoadState,ActiveState,NeedDaemonReload -- mail.service",
            "LoadState=loaded\nActiveState=\(active)\nNeedDaemonReload=\(reload)\n"
        )
    }

    /// Seals by writing the name before the value.
    private func deliverer(_ all: [SecretDelivery]) -> Deliverer {
        let host = host
        return Deliverer(
            all,
            host,
            CredentialSealer { value, name throws(VaultStoreFailure) in
                Array("\(name)=".utf8) + value.exposed
            } open: {
                path,
                name throws(VaultStoreFailure) in
                guard let bytes = host.file(path, limit: .max).content?.bytes, bytes.starts(with: "\(name)=".utf8)
                else { throw .keySource("not sealed as \(name)") }
                return SecretBytes(bytes.dropFirst(name.utf8.count + 1))
            }
        )
    }

    private func text(_ path: String) -> String? {
        host.file(path, limit: .max).content.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `a unit is told of a credential once it is there, and gets all of its own`() async throws {
        let deliverer = deliverer([unit, second])
        try await deliverer.put(unit, value)
        #expect(text(sealed) == "password=sk-one")
        #expect(host.done.firstIndex(of: "put \(sealed)")! < host.done.firstIndex(of: "put \(dropIn)")!)
        #expect(text(dropIn)?.contains("LoadCredentialEncrypted=password:\(sealed)\n") == true)
        #expect(text(dropIn)?.contains("key") == false, "a unit does not start whose credential is not there")
        #expect(host.done.last { !$0.contains(" show ") } == "systemctl daemon-reload")
        try await deliverer.put(second, SecretBytes("two".utf8))
        #expect(text(dropIn)?.contains("LoadCredentialEncrypted=key:") == true)
        #expect(text(dropIn)?.contains("LoadCredentialEncrypted=password:") == true)
        #expect(await deliverer.state(unit, value) == DeliveryState())
        #expect(!host.done.contains { $0.contains("sk-one") }, "no argument holds a value")
    }

    @Test func `what is sealed already is not sealed again`() async throws {
        let deliverer = deliverer([unit])
        try await deliverer.put(unit, value)
        try await deliverer.put(unit, value)
        #expect(host.done("put \(sealed)").count == 1)
        try await deliverer.put(unit, SecretBytes("sk-two".utf8))
        #expect(text(sealed) == "password=sk-two")
    }

    @Test func `the unit is no longer told before the credential goes`() async throws {
        let deliverer = deliverer([unit, second])
        try await deliverer.put(unit, value)
        try await deliverer.put(second, value)
        try await deliverer.withdraw(unit)
        #expect(text(dropIn)?.contains("password") == false && text(dropIn)?.contains("key:") == true)
        let changes = host.done.filter { !$0.contains(" show ") && !$0.hasPrefix("directory") }
        #expect(Array(changes.suffix(3)) == ["put \(dropIn)", "systemctl daemon-reload", "remove \(sealed)"])
        try await Deliverer([second], host, .system).withdraw(second)
        #expect(text(dropIn) == nil)
    }

    @Test func `a unit that there is not gets nothing`() async throws {
        host.set(
            "systemctl show --property=LoadState,ActiveState,UnitFileState -- mail.service",
            "LoadState=not-found\nActiveState=inactive\nUnitFileState=\n"
        )
        await #expect(throws: VaultStoreFailure.self) { try await deliverer([unit]).put(unit, value) }
        #expect(host.done("put").isEmpty)
    }

    @Test func `an old, damaged or missing delivery is a fault, and so is a drop-in that somebody changed`()
        async throws
    {
        let deliverer = deliverer([unit])
        #expect(await deliverer.state(unit, value).faults.contains { $0.contains("is gone") })
        try await deliverer.put(unit, value)
        #expect(
            await deliverer.state(unit, SecretBytes("sk-two".utf8)).faults.contains { $0.contains("another value") }
        )
        try host.replace(sealed, with: .init(Array("broken".utf8), mode: 0o600))
        #expect(await deliverer.state(unit, value).faults.contains { $0.contains("cannot be opened") })
        try host.replace(sealed, with: .init(Array("password=sk-one".utf8), mode: 0o644))
        #expect(await deliverer.state(unit, value).faults.contains { $0.contains("root's alone") })
        try host.replace(sealed, with: .init(Array("password=sk-one".utf8), mode: 0o600))
        #expect(await deliverer.state(unit, value) == DeliveryState())
        try host.replace(dropIn, with: .init(Array("[Service]\n".utf8), mode: 0o644))
        #expect(await deliverer.state(unit, value).faults.contains { $0.hasPrefix(dropIn) })
    }

    @Test func `what runs is asked for what it has, and where that is not known it is not taken for right`()
        async throws
    {
        let deliverer = deliverer([unit])
        try await deliverer.put(unit, value)
        for active in ["active", "activating", "reloading", "deactivating", "no such state"] {
            loaded(active)
            #expect(await deliverer.state(unit, value).stale.contains { $0.contains("without password") }, "\(active)")
        }
        host.set("file /run/credentials/mail.service/password", "sk-old")
        #expect(await deliverer.state(unit, value).stale.contains { $0.contains("another value") })
        host.set("file /run/credentials/mail.service/password", "sk-one")
        #expect(await deliverer.state(unit, value) == DeliveryState())
        loaded("active", reload: "yes")
        #expect(await !deliverer.state(unit, value).faults.isEmpty)
    }

    @Test func `a file of a compose project is there after a boot, or that is a fault`() async throws {
        let file = try SecretDelivery(SecretName("k"), to: .compose(project: "shop", file: "key", account: 7, group: 8))
        let path = "/run/nacre/compose/shop/key"
        let deliverer = deliverer([file])
        #expect(await deliverer.state(file, value).faults.contains { $0.contains("gone") })
        try await deliverer.put(file, value)
        #expect(text(path) == "sk-one")
        #expect(host.file(path, limit: .max).content?.status.mode == 0o400)
        #expect(await deliverer.state(file, value).faults.contains { $0.contains(DeliveryService.unit) })
        try await deliverer.withdraw(file)
        #expect(text(path) == nil)
    }

    @Test func `a container that has the file of before is stale, and so is one of which nobody knows`() async throws {
        let file = try SecretDelivery(SecretName("k"), to: .compose(project: "shop", file: "key", account: 7, group: 8))
        let filter = DockerAPI.escaped(#"{"label":["com.docker.compose.project=shop"]}"#)
        let deliverer = deliverer([file])
        #expect(await deliverer.state(file, value).stale.contains { $0.contains("cannot be told") })
        host.set("GET /containers/json?all=1&filters=\(filter)", #"[{"Id":"a"}]"#)
        #expect(await deliverer.state(file, value).stale.contains { $0.contains("cannot be told") })
        host.set(
            "GET /containers/a/json",
            #"{"Name":"/till","State":{"Pid":5},"Mounts":[{"Source":"/run/nacre/compose/shop/key","Destination":"/run/secrets/key"}]}"#
        )
        #expect(await deliverer.state(file, value).stale.isEmpty, "it ended meanwhile")
        let line = "40 30 0:25 /nacre/compose/shop/key%@ /run/secrets/key ro - tmpfs tmpfs rw\n"
        host.set("file /proc/5/mountinfo", line.replacing("%@", with: "//deleted"))
        #expect(await deliverer.state(file, value).stale.contains { $0.hasPrefix("till") })
        host.set("file /proc/5/mountinfo", "20 1 8:1 / / rw - ext4 x rw\n" + line.replacing("%@", with: ""))
        #expect(await deliverer.state(file, value).stale.isEmpty)
        host.set("file /proc/5/mountinfo", "20 1 8:1 / / rw - ext4 x rw\n")
        #expect(await !deliverer.state(file, value).stale.isEmpty)
        host.set("POST /containers/a/restart", status: 204)
        try await deliverer.restart(file)
        #expect(host.done("POST").count == 1)
    }

    @Test func `an environment file keeps its other lines, and gets no value that programs read differently`()
        async throws
    {
        let line = try SecretDelivery(SecretName("k"), to: .environment(file: "/srv/a/.env", variable: "KEY"))
        host.set("directory /srv/a")
        host.set("file /srv/a/.env", "A=1\n")
        let deliverer = deliverer([line])
        try await deliverer.put(line, value)
        #expect(text("/srv/a/.env") == "A=1\nKEY=sk-one\n")
        #expect(host.file("/srv/a/.env", limit: .max).content?.status.mode == 0o600)
        #expect(await deliverer.state(line, value) == DeliveryState())
        #expect(await !deliverer.state(line, SecretBytes("sk-two".utf8)).faults.isEmpty)
        await #expect(throws: VaultStoreFailure.self) { try await deliverer.put(line, SecretBytes("a $b".utf8)) }
        try await deliverer.withdraw(line)
        #expect(text("/srv/a/.env") == "A=1\n")
    }
}
