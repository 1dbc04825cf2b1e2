import Exchanges
import NIOCore
import NIOHTTP1
import OutputFilter

/// What the client's side of an exchange can be told.
protocol AnswerSink: AnyObject {
    func begin(status: Int, _ headers: HTTPHeaders)
    func send(_ bytes: [UInt8])
    func end()
    /// Whether the client takes more now.
    var isWritable: Bool { get }
}

/// One request on its way to the upstream and back.
///
/// Used on its event loop only.
final class ExchangeRun: @unchecked Sendable {
    /// How far it has come.
    enum Shape {
        case waiting
        /// Events go on as they come.
        case stream(AnswerFlow)
        /// The whole is looked at before any of it goes on.
        case whole(HTTPResponseHead, [UInt8])
        /// The vault is asked whether it has another key.
        case renewing
        /// It waits for a person.
        case held
        case done
    }

    let service: GuardService
    let request: Forwarding
    let loop: any EventLoop
    let pool: UpstreamPool
    weak var sink: (any AnswerSink)?
    var connection: UpstreamConnection?
    var shape = Shape.waiting
    var charge = Charge()
    /// The key that it asks with.
    var key: String?
    /// What must not get out; a new key is looked for as soon as it is used.
    var secrecy: Secrecy
    var hasRenewed = false
    /// Bytes of an answer that streams; what is longer is none.
    static let longestStream = 64 << 20
    /// How it went, and why.
    var outcome: (ExchangeEvent.Outcome, why: String) = (.answered, "")
    /// Nothing where the answer comes as it is.
    var decoder: BodyDecoder?
    var status = 0
    var bytes = 0
    var taken: [String] = []
    let canaries: CanaryWatch
    var hasRetried = false
    var timers: [Scheduled<Void>] = []
    /// What went to the client before the first call, to be said again to one that asks again.
    var sent: [UInt8] = []
    /// By what it leaves where it waits for a person.
    var waiter: Int?
    var lastByte = NIODeadline.now()
    var lastSent = NIODeadline.now()

    init(
        _ service: GuardService,
        _ request: Forwarding,
        _ loop: any EventLoop,
        _ pool: UpstreamPool,
        _ sink: any AnswerSink
    ) {
        (self.service, self.request, self.loop, self.pool, self.sink) = (service, request, loop, pool, sink)
        (key, secrecy) = (request.entry.key, request.regime.admissions.secrecy)
        canaries = CanaryWatch(service, secrecy, of: request.agent.name, request.id, direction: "answer")
    }

    func start() {
        let limits = request.regime.configuration.limits
        timers.append(
            loop.scheduleTask(in: .seconds(Int64(limits.exchange))) { [weak self] in
                self?.fail("it took longer than \(limits.exchange) seconds")
            }
        )
        watch()
        connect(isNew: false)
    }

    func connect(isNew: Bool) {
        pool.connection(to: request.upstream, by: request.regime.trust, isNew: isNew).whenComplete { result in
            switch result {
            case .success(let connection):
                guard case .waiting = self.shape else { return connection.cancel() }
                self.connection = connection
                self.charge.isDue = true
                connection.send(self.request.head(key: self.key), ByteBuffer(bytes: self.request.body), to: self)
            case .failure(let error):
                self.fail("\(self.request.upstream.address.host): \(UpstreamTrouble.words(error))")
            }
        }
    }

    /// Looks from time to time whether anything still moves.
    func watch() {
        let silence = Int64(request.regime.configuration.limits.silence)
        timers.append(
            loop.scheduleTask(in: .seconds(5)) { [weak self] in
                guard let self else { return }
                if case .done = shape { return }
                if NIODeadline.now() - lastByte > .seconds(silence) {
                    // Who is silent has not hung up: it may answer yet, and is not asked anew.
                    hasRetried = true
                    return fail("no byte came for \(silence) seconds")
                }
                // What waits to be decided must not look dead.
                if case .stream = shape, NIODeadline.now() - lastSent > .seconds(15),
                    NIODeadline.now() - lastByte < .seconds(15)
                {
                    lastSent = .now()
                    sink?.send(request.dialect.signOfLife)
                }
                timers.removeLast()
                watch()
            }
        )
    }

    /// Whether it waits for a person.
    var isHeld: Bool {
        if case .held = shape { return true }
        return false
    }

    /// Shows from now on that it lives until a person decides.
    func becomeHeld() {
        shape = .held
        for timer in timers { timer.cancel() }
        timers = []
        keepAlive()
    }

    /// The client must see life more often than any of its limits.
    private func keepAlive() {
        timers = [
            loop.scheduleTask(in: .seconds(10)) { [weak self] in
                guard let self, isHeld else { return }
                sink?.send(request.dialect.signOfLife)
                keepAlive()
            }
        ]
    }
}
