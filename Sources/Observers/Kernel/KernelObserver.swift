import Catalog
import Hardening
import Surface

/// Kernel parameters in files, as they will be after a boot.
struct KernelObserver: SubjectObserver {
    let look: Look

    func kernelParameters() async throws(Unknown) -> [Record]? {
        let settings: SysctlSettings
        switch await sysctlSettings() {
        case .absent: settings = SysctlSettings([])
        case .unreadable(let why): throw why
        case .found(let found): settings = found
        }
        let vantage = await proof.vantage()
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
        return records + (await interfaceParameters())
    }
}
