import Catalog
import Documents
import Hardening
import Surface

/// Which programs take router advertisements themselves, where the kernel is told not to.
///
/// One that does listens on a raw socket for ICMPv6; an advertisement that it takes changes the routes all the same.
struct AdvertisementTaking: Sendable {
    enum Answer: Sendable {
        case nobody
        case program(String, Origin?)
        case unknown(Unknown)

        func describe(_ record: inout Record) {
            switch self {
            case .nobody: break
            case .program(let name, let origin):
                record.name += ", where \(name) takes advertisements"
                record[.advertisementsTakenBy] = .text(name)
                record.set(.effectiveValue, 1, from: origin)
            case .unknown(let why): record[.effectiveValue] = .unknown(why)
            }
        }
    }

    /// What networkd does on the links that it has, by number.
    let networkd: [Int: Answer]
    /// Whether networkd listens on more links than its files say.
    let isOutdated: Bool
    /// Other programs that listen.
    let others: Reading<Set<String>>

    func onLink(_ index: Int, _ observer: KernelObserver) async -> Answer {
        if let answer = networkd[index] {
            if case .nobody = answer, isOutdated {
                return .unknown(
                    .changedMeanwhile(
                        "systemd-networkd listens for router advertisements on more interfaces than its files say now; "
                            + "after networkctl reload it does what they say"
                    )
                )
            }
            return answer
        }
        let others: Set<String>
        switch self.others {
        case .absent: return .nobody
        case .unreadable(let why): return .unknown(why)
        case .found(let names): others = names
        }
        if let answer = await observer.networkManager(onLink: index, listens: others.contains("NetworkManager")) {
            return answer
        }
        if let name = others.first(where: ["dhcpcd", "connmand", "wickedd"].contains) {
            return .unknown(
                .notModeled("\(name) listens for router advertisements, and perhaps takes those on this interface")
            )
        }
        return .nobody
    }
}

extension KernelObserver {
    private static let links = "/run/systemd/netif/links"
    private static func directories(_ name: String) -> [String] {
        ["/etc", "/run", "/usr/local/lib", "/usr/lib"].map { "\($0)/systemd\(name)" }
    }

    /// What listens, and what networkd's files say; nothing of it depends on an interface.
    func advertisementTaking() async -> AdvertisementTaking {
        var networkd: [Int: AdvertisementTaking.Answer] = [:]
        var accounts: Set<UInt32> = []
        var expected = 0
        let daemon = await storedUnit("networkd.conf", in: Self.directories(""))
        for name in await surface.entries(Self.links).content ?? [] {
            guard let index = Int(name) else { continue }
            switch await surface.file("\(Self.links)/\(name)") {
            case .absent: continue
            case .unreadable(let why): networkd[index] = .unknown(why)
            case .found(let file):
                accounts.insert(file.status.owner)
                let link = [String: String](systemdProperties: String(decoding: file.bytes, as: UTF8.self))
                guard link["ADMIN_STATE"] != "unmanaged", let path = link["NETWORK_FILE"] else { continue }
                let (answer, sockets) = await read(path, daemon)
                networkd[index] = answer
                expected += sockets
            }
        }
        switch await listeners() {
        case .unreadable(let why): return .init(networkd: networkd, isOutdated: false, others: .unreadable(why))
        case .absent: return .init(networkd: networkd, isOutdated: false, others: .absent)
        case .found(let sockets):
            let own = sockets.filter { accounts.contains($0.account) && $0.account != 0 }
            let rest = Set(sockets.filter { !accounts.contains($0.account) || $0.account == 0 }.map(\.inode))
            return .init(
                networkd: networkd,
                isOutdated: own.count > expected,
                others: rest.isEmpty
                    ? .absent : await self.sockets.socketOwners(rest).map { Set($0.values.map(\.name)) }
            )
        }
    }

    /// What networkd does by a .network file, and how many sockets it may need for that.
    private func read(_ path: String, _ daemon: StoredUnit) async -> (AdvertisementTaking.Answer, sockets: Int) {
        let unit = await storedUnit(Path.name(path), in: Self.directories("/network"))
        // What cannot be read may want both.
        if let why = unit.unreadable ?? daemon.unreadable { return (.unknown(why), 2) }
        guard unit.files.first?.path == path else {
            return (
                .unknown(.changedMeanwhile("\(path), by which systemd-networkd set the interface up, is no longer so")),
                2
            )
        }
        let file = NetworkdFile(unit, daemon: daemon)
        let announcing = file.announces ? 1 : 0
        switch file.answer {
        case .refuses: return (.nobody, announcing)
        case .takes(let origin): return (.program("systemd-networkd", origin), 1 + announcing)
        case .dependsOnVersion(let why): return (.unknown(.notModeled(why)), 1 + announcing)
        }
    }

    /// Raw sockets for ICMPv6, protocol 58, which stands where other tables have the port.
    private func listeners() async -> Reading<[(inode: Substring, account: UInt32)]> {
        await surface.text("/proc/net/raw6").map { text in
            text.split(separator: "\n").dropFirst().compactMap { line in
                let words = line.split(separator: " ")
                guard words.count >= 10, words[1].hasSuffix(":003A"), let account = UInt32(words[7]) else { return nil }
                return (words[9], account)
            }
        }
    }
}
