import Hardening

/// How one control of the layer is put in place.
struct OpenClawRemedy: Sendable {
    /// The control's phrase.
    let phrase: String
    let subject: Subject
    /// What it reads beside facts of OpenClaw.
    let needs: Set<Resource>
    let way: @Sendable (Drift) -> Way

    /// What is wrong at one installation.
    struct Drift: Sendable {
        let site: OpenClawSite
        let profile: Profile
        /// The records that are not as they should be.
        let records: [Record]
        /// All records of the subject at this installation.
        let all: [Record]
        /// All records of the subject, those of other installations included.
        let everywhere: [Record]
        /// The installation's gateway.
        let gateway: Record
        /// The agents' records of this installation.
        let agents: [Record]
        /// Where proxies on this machine lead to; none where that is not known.
        let routes: [Record]?
        /// What containers publish.
        let ports: [Record]
        /// How the proxy gets to it, for remedies that read what decides that.
        let proxyWay: ProxyWay
    }

    enum Way: Sendable {
        case rules([ConfigurationRule])
        case amendments([Amendment])
        /// Why a person does it, and what.
        case advice(String)
    }

    init(
        _ phrase: String,
        _ subject: Subject,
        reading needs: Set<Resource> = [],
        way: @escaping @Sendable (Drift) -> Way
    ) {
        self.phrase = phrase
        self.subject = subject
        self.needs = needs
        self.way = way
    }

    /// The same rules wherever it drifted.
    static func rules(_ phrase: String, _ subject: Subject, _ rules: ConfigurationRule...) -> Self {
        Self(phrase, subject) { _ in .rules(rules) }
    }
}

/// What only a person can do, and why.
struct OpenClawErrand: Sendable {
    let phrase: String
    let why: String

    static func person(_ phrase: String, _ why: String) -> Self { Self(phrase: phrase, why: why) }
}

extension Remediation {
    /// The remedy of a control, at every installation where it drifted; a person's where one of them is.
    init(_ remedy: OpenClawRemedy, of control: Control, _ profile: Profile) {
        let facts: [Subject] = [
            .openclaw, .openclawFiles, .openclawGateway, .openclawAgents, .openclawProblems, .proxyRoutes,
            .publishedPorts, remedy.subject,
        ]
        self.init(control.id, needs: remedy.needs.union(facts.map { .facts($0) })) { snapshot in
            let sites = OpenClawSite.all(snapshot)
            let records = snapshot.records(remedy.subject)
            let drifted = records.filter(control.wantsOtherwise)
            var amendments: [Amendment] = []
            for site in sites {
                let here = drifted.filter(site.has)
                guard !here.isEmpty else { continue }
                let drift = OpenClawRemedy.Drift(
                    site: site,
                    profile: profile,
                    records: here,
                    all: records.filter(site.has),
                    everywhere: records,
                    gateway: snapshot.records(.openclawGateway).first { $0.name == site.directory }
                        ?? Record("gateway"),
                    agents: snapshot.records(.openclawAgents).filter(site.has),
                    routes: snapshot.isReadable(.proxyRoutes) ? snapshot.records(.proxyRoutes) : nil,
                    ports: snapshot.records(.publishedPorts),
                    proxyWay: Catalogue.proxyWay(profile, snapshot)
                )
                switch remedy.way(drift) {
                case .advice(let why): return .advise(why)
                case .amendments(let list): amendments += list
                case .rules(let rules):
                    if let why = site.hindrance(to: rules) { return .advise(why) }
                    amendments += site.amendments(rules)
                }
            }
            return amendments.isEmpty
                ? .advise("Nacre found no file that decides it; \(control.remedy)") : .amend(amendments)
        }
    }
}

extension OpenClawSite {
    /// Why the rules cannot be followed here, if so.
    func hindrance(to rules: [ConfigurationRule]) -> String? {
        if let obstacle { return obstacle }
        if rules.contains(where: \.creates), let newness { return newness }
        for rule in rules where rule.pattern.steps != [.anywhere] {
            guard let place = variables.first(where: rule.pattern.matches) else { continue }
            return "\(place.joined(separator: ".")) comes out of a variable, which may serve other places; set it there"
        }
        return nil
    }
}

extension Control {
    /// Whether the record is one that a requirement of the control would have otherwise.
    fileprivate func wantsOtherwise(_ record: Record) -> Bool {
        (requirements + expectations).contains { $0.amend(.records([record])) != .records([record]) }
    }
}
