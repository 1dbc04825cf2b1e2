import Catalog
import Hardening
import Surface

extension Observer {
    /// The subjects of the layer.
    func kernelFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .sysctlFiles: await kernelParameters()
        default: .unreadable(.notObserved("Nacre does not observe \(subject.title) yet"))
        }
    }

    private func kernelParameters() async -> Observation {
        let settings: SysctlSettings
        switch await sysctlSettings() {
        case .absent: settings = SysctlSettings([])
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): settings = found
        }
        let vantage = await vantage()
        let hasDocker: Bool
        if case .found = await surface.status("/usr/bin/dockerd") { hasDocker = true } else { hasDocker = false }
        var records: [Record] = []
        for name in Set(settings.assigned + WatchedParameters.names).sorted() {
            guard let setting = settings.value(of: name) else { continue }
            var record = Record("\(name) at boot", [.parameter: .text(name)])
            record.set(.bootValue, .text(setting.value), from: setting.origin)
            record[.containersForward] = .flag(hasDocker || !vantage.bridges.isEmpty)
            records.append(record)
        }
        return .state(.records(records + (await interfaceParameters())))
    }
}
