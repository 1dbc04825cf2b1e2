import Hardening

extension Catalogue {
    /// A way through several settings is cut where one of them is put right: those have controls of their own.
    ///
    /// What is left is cut by taking away what the agents are for, which only a person decides. They are told the line.
    static func chainsRemediations(_ profile: Profile) -> [Remediation] {
        let subjects: [Subject] = [.chains, .openclaw, .openclawAgents]
        return chains(profile).map { control in
            Remediation(control.id, needs: Set(subjects.map { .facts($0) })) { snapshot in
                guard snapshot.isReadable(.chains) else { return .advise(control.remedy) }
                let ways = control.driftedRecords(in: snapshot)
                let dear = ways.filter { !$0[.chainSettings].items.isEmpty || !$0[.chainDenials].items.isEmpty }
                let cheap = ways.count - dear.count
                var sentences: [String] = []
                if cheap > 0 {
                    sentences.append(
                        "Controls of the layer openclaw cut \(cheap) \(cheap == 1 ? "way" : "ways") like this where they "
                            + "are put in place."
                    )
                }
                if !dear.isEmpty {
                    let cuts = Set(dear.compactMap { $0[.chainCut].text }).sorted().joined(separator: ", or ")
                    sentences.append(
                        "\(cheap > 0 ? "Another" : "One") is what the agent may be there for, so that it is a person's to cut; "
                            + "the cheapest cut that works here is: \(cuts)."
                    )
                    sentences.append(snapshot.lines(cutting: dear, profile))
                }
                return .advise(sentences.isEmpty ? control.remedy : sentences.joined(separator: " "))
            }
        }
    }
}

extension Snapshot {
    /// What a person types so that the ways are cut.
    fileprivate func lines(cutting ways: [Record], _ profile: Profile) -> String {
        let installations = records(.openclaw)
        let container = installations.count == 1 ? installations.first?[.openclawContainer].text : nil
        let program = (container.map { "docker exec \($0) " } ?? "") + "openclaw config set"
        var lines = ways.flatMap { $0[.chainSettings].items }.uniqued.map { "\(program) \($0)" }
        let denials = ways.flatMap { $0[.chainDenials].items }.uniqued
        if !denials.isEmpty {
            // The whole list has to be given, so that it must be known what it will hold.
            guard let present = denied(profile), installations.count == 1 else {
                return "The next plan names the line, once what changes tools.deny is in place."
            }
            let names = (present + denials).uniqued.map { "\"\($0)\"" }.joined(separator: ",")
            lines.append("\(program) tools.deny '[\(names)]' --strict-json")
        }
        return "Type: \(lines.joined(separator: " && "))"
    }

    /// What `tools.deny` lists once the controls are in place that add to it; nothing where that cannot be told.
    private func denied(_ profile: Profile) -> [String]? {
        let lists = records(.chains).compactMap { if case .list(let names) = $0[.deniedTools] { names } else { nil } }
        guard let present = lists.first else { return nil }
        let ways = OpenClawRemedy.denials(profile)
        let controls = Catalogue.openclaw(profile).filter { control in
            ways[control.phrase] != nil && !control.driftedRecords(in: self).isEmpty
        }
        // Of several agents one may get a list of its own.
        guard controls.isEmpty || records(.openclawAgents).count == 1 else { return nil }
        return present + controls.flatMap { ways[$0.phrase] ?? [] }.filter { !present.contains($0) }.sorted()
    }
}

extension Control {
    /// The identifier without the layer.
    fileprivate var phrase: String { String(id.drop { $0 != "." }.dropFirst()) }
}
