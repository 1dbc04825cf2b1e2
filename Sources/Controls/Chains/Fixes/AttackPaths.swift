import Hardening

extension Fix {
    /// An attack path through several settings is blocked where one of them is fixed: those have controls of their own.
    ///
    /// What is left is blocked by taking away what the agents are for, which only a person decides. They are told the
    /// line to type.
    static func blockedPath(byHand: String) -> Fix {
        Fix(byHand: byHand, needs: [.facts(.openclaw), .facts(.openclawAgents)]) { fault in
            let paths = fault.records
            let costly = paths.filter { !$0[.chainSettings].items.isEmpty || !$0[.chainDenials].items.isEmpty }
            let cheap = paths.count - costly.count
            var sentences: [String] = []
            if cheap > 0 {
                sentences.append(
                    "Controls of the layer openclaw block \(cheap) \(cheap == 1 ? "path" : "paths") like this where they "
                        + "are put in place."
                )
            }
            if !costly.isEmpty {
                let cuts = Set(costly.compactMap { $0[.chainCut].text }).sorted().joined(separator: ", or ")
                sentences.append(
                    "\(cheap > 0 ? "Another" : "One") may be what the agent is for, so only a person can block it; the "
                        + "change that costs least here is: \(cuts)."
                )
                sentences.append(fault.lines(blocking: costly))
            }
            guard !sentences.isEmpty else { return .advise(byHand) }
            let words = sentences.joined(separator: " ")
            return costly.isEmpty ? .follow(words) : .advise(words)
        }
    }
}

extension Fault {
    /// What a person types so that the paths are blocked.
    fileprivate func lines(blocking paths: [Record]) -> String {
        let installations = snapshot.records(.openclaw)
        let container = installations.count == 1 ? installations.first?[.openclawContainer].text : nil
        let program = (container.map { "docker exec \($0) " } ?? "") + "openclaw config set"
        var lines = paths.flatMap { $0[.chainSettings].items }.uniqued.map { "\(program) \($0)" }
        let denials = paths.flatMap { $0[.chainDenials].items }.uniqued
        if !denials.isEmpty {
            // The whole list has to be given, so that it must be known what it will hold.
            guard let present = deniedTools, installations.count == 1 else {
                return "The next plan names the line to type, once what changes tools.deny is in place."
            }
            let names = (present + denials).uniqued.map { "\"\($0)\"" }.joined(separator: ",")
            lines.append("\(program) tools.deny '[\(names)]' --strict-json")
        }
        return "Type: \(lines.joined(separator: " && "))"
    }

    /// What `tools.deny` lists once the controls are in place that add to it; none where that could not be determined.
    private var deniedTools: [String]? {
        let lists = snapshot.records(.chains).compactMap {
            if case .list(let names) = $0[.deniedTools] { names } else { nil }
        }
        guard let present = lists.first else { return nil }
        let denials = DeniedTools.byControl(profile)
        let controls = ControlList.openclaw(profile).filter { control in
            denials[control.id] != nil && !Fault(control, profile, on: snapshot).rows.isEmpty
        }
        // Of several agents one may get a list of its own.
        guard controls.isEmpty || snapshot.records(.openclawAgents).count == 1 else { return nil }
        return present + controls.flatMap { denials[$0.id] ?? [] }.filter { !present.contains($0) }.sorted()
    }
}
