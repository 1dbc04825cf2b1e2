import Hardening

/// What a control of the layer found wrong at one installation.
struct OpenClawFault: Sendable {
    let site: OpenClawSite
    let profile: Profile
    /// The records that are not as they should be.
    let records: [Record]
    private let subject: Subject?
    private let snapshot: Snapshot

    init(_ fault: Fault, at site: OpenClawSite, records: [Record]) {
        self.site = site
        self.records = records
        profile = fault.profile
        snapshot = fault.snapshot
        subject = fault.rows.first?.subject
    }

    /// All records of the subject at this installation.
    var all: [Record] { everywhere.filter(site.has) }
    /// All records of the subject, those of other installations included.
    var everywhere: [Record] { subject.map(snapshot.records) ?? [] }
    /// The installation's gateway.
    var gateway: Record {
        snapshot.records(.openclawGateway).first { $0[.installation] == .text(site.directory) } ?? Record("gateway")
    }
    /// The agents of this installation.
    var agents: [Record] { snapshot.records(.openclawAgents).filter(site.has) }
    /// Where proxies on this machine lead to; none where that is not known.
    var routes: [Record]? { snapshot.isReadable(.proxyRoutes) ? snapshot.records(.proxyRoutes) : nil }
    /// What containers publish.
    var ports: [Record] { snapshot.records(.publishedPorts) }
    /// How the proxy gets to the gateway, for fixes that read what decides that.
    var proxyConnection: ProxyConnection { ProxyConnection(snapshot, for: profile) }

    /// The items of a list in all records that drifted.
    func items(_ field: Field) -> [String] { records.flatMap { $0[field].items }.uniqued }
}

/// What is to be changed at one installation.
enum OpenClawChange: Sendable {
    case rules([ConfigurationRule])
    case amendments([Amendment])
    /// A person does it, by these steps or by the fix's own; the reason is a sentence.
    case manual(String? = nil, because: String)
}
