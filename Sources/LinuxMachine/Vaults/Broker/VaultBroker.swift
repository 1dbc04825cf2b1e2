import CLinux
import Catalog
import Glibc
import Hardening
import Surface
import Synchronization
import SystemPackage
import Vault

/// Answers those who are enrolled, each at a socket of its own, with the secrets that are theirs.
///
/// Who asks is known by the kernel's word (SO_PEERCRED, unix(7)). What they may have is decided here: `nacre-secret`, which
/// OpenClaw starts, only carries the question.
public struct VaultBroker: Sendable {
    private let keeper: VaultKeeper
    private let clients: [VaultClient]
    private let again: @Sendable () -> [VaultClient]?
    private let say: @Sendable (String) -> Void

    /// Most of one client that are answered at once.
    ///
    /// Others are turned away; each client has its own.
    private static let most = 128
    /// How long a question may take to come, in seconds.
    private static let patience = 2
    private static let longestQuestion = 65_536

    /// Notes go to `say`, a line each, without any value.
    ///
    /// `again` says who is enrolled by now, or nothing where that cannot be said; it decides what a client gets.
    public init(
        _ store: VaultStore,
        _ clients: [VaultClient],
        asking: KeySourceAsking,
        again: @escaping @Sendable () -> [VaultClient]?,
        say: @escaping @Sendable (String) -> Void
    ) {
        keeper = VaultKeeper(store, asking: asking)
        self.clients = clients
        self.again = again
        self.say = say
    }

    /// Makes the sockets and answers until the process ends; `ready` is called once all can be asked.
    public func serve(ready: @Sendable () -> Void) async throws(VaultStoreFailure) {
        guard !clients.isEmpty else { throw .system("nobody is enrolled; first: sudo nacre vault enroll") }
        let serving = try BrokerSocket.onlyOne()
        defer { close(serving) }
        // Whoever starts after this is answered: a key that cannot be had is said now.
        _ = try await keeper.vault()
        var listening: [(VaultClient, Int32)] = []
        for client in clients { listening.append((client, try BrokerSocket.listen(client))) }
        ready()
        await withTaskGroup(of: Void.self) { group in
            for (client, socket) in listening {
                group.addTask { await onThread { self.accept(client, at: socket) } }
            }
        }
    }

    private func accept(_ client: VaultClient, at socket: Int32) {
        let crowd = Crowd()
        var told = 0
        /// What strangers make somebody note is noted once a minute.
        func note(_ text: String) {
            guard currentTime() >= told + 60 else { return }
            told = currentTime()
            say("\(client.name): \(text)")
        }
        while true {
            let connection = nacre_accept(socket)
            guard connection >= 0 else {
                // Out of descriptors for a moment, or a caller that went away.
                if errno != EINTR, errno != ECONNABORTED { usleep(20_000) }
                continue
            }
            // Whoever may not ask takes nobody's place.
            let account = nacre_account_of_peer(connection)
            guard account == Int(client.account) || account == 0 && client.place == .account else {
                note("the account with the id \(account) asked, and is not the one that may")
                close(connection)
                continue
            }
            guard client.isStillThere else {
                note("its account is no longer the one that was enrolled; enroll it again")
                close(connection)
                continue
            }
            guard crowd.enter(upTo: Self.most) else {
                note("too many ask at once; some were turned away")
                close(connection)
                continue
            }
            Task {
                await answer(client, at: connection)
                close(connection)
                crowd.leave()
            }
        }
    }

    private func answer(_ client: VaultClient, at connection: Int32) async {
        setTimeouts(connection, seconds: Self.patience)
        guard let question = await onThread({ Self.question(connection) }) else {
            return say("\(client.name): no question came in time, or one that is too large")
        }
        do {
            let names = try ProviderExchange.names(in: question)
            let vault = try await keeper.vault()
            let allowed = allowed(client)
            var given = 0
            let answer = ProviderExchange.answer(names) { name in
                guard let name = try? SecretName(name), allowed.contains(name),
                    let value = try? vault.value(name)
                else { return nil }
                given += 1
                return unsafe value.withBytes { unsafe String(validating: $0, as: UTF8.self) }
            }
            guard answer.count <= ProviderExchange.longestAnswer else {
                say(
                    "\(client.name): nothing was handed out: what it asks for is \(answer.count) bytes, and OpenClaw takes at most "
                        + "\(ProviderExchange.longestAnswer); give it fewer or shorter secrets: sudo nacre vault enroll \(client.name)"
                )
                let refusal = ProviderExchange.refusal(names, code: "ANSWER_TOO_LARGE")
                return await onThread { Self.send(refusal, to: connection) }
            }
            say("\(client.name): \(given) of \(names.count) secrets were handed out")
            await onThread { Self.send(answer, to: connection) }
        } catch let malformed as ProviderExchange.Malformed {
            say("\(client.name): \(malformed.why)")
        } catch {
            // Without an answer OpenClaw keeps the values that it has.
            say("\(client.name): nothing was handed out: \(error)")
        }
    }

    /// What a client may have by now: of the list as it is, which a rollback changes, or as it was where it cannot be read.
    private func allowed(_ client: VaultClient) -> Set<SecretName> {
        guard let now = again() else { return Set(client.secrets) }
        let same = now.first {
            $0.name == client.name && $0.place == client.place && $0.account == client.account
        }
        return Set(same?.secrets ?? [])
    }

    private static func question(_ connection: Int32) -> [UInt8]? {
        var question: [UInt8] = []
        let end = currentTime() + patience
        while question.count <= longestQuestion, currentTime() <= end {
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = unsafe recv(connection, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            guard count > 0 else { return question }
            question += chunk[..<count]
        }
        return nil
    }

    private static func send(_ answer: [UInt8], to connection: Int32) {
        let length = UInt32(answer.count).bigEndian
        let end = currentTime() + 2 * patience
        var rest = unsafe withUnsafeBytes(of: length) { unsafe Array($0) } + answer
        while !rest.isEmpty, currentTime() <= end {
            let count = unsafe Glibc.send(connection, rest, rest.count, Int32(MSG_NOSIGNAL))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest.removeFirst(count)
        }
    }

    /// How many are being answered.
    private final class Crowd: Sendable {
        private let count = Mutex(0)

        func enter(upTo most: Int) -> Bool {
            count.withLock { count in
                guard count < most else { return false }
                count += 1
                return true
            }
        }

        func leave() { count.withLock { $0 -= 1 } }
    }
}
