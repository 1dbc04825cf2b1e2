import Detection
import OutputFilter

extension Secrecy {
    static func of(_ credentials: Credentials, _ filter: GuardConfiguration.Filter) throws(Credentials.Failure)
        -> Secrecy
    {
        var known = KnownValues()
        var planted = KnownValues()
        var canaries: Set<String> = []
        var isGapless = true
        for (name, value) in credentials.all {
            let isCanary = name.hasPrefix(Credentials.canaryPrefix)
            if isCanary { canaries.insert(name) }
            isGapless = isGapless && Secrecy.beginsAsWord(value)
            let isTaken = unsafe value.withUnsafeBytes { bytes in
                do {
                    try unsafe known.add(bytes, named: name)
                    if isCanary { try unsafe planted.add(bytes, named: name) }
                } catch { return false }
                return true
            }
            guard isTaken else {
                throw Credentials.Failure(
                    description:
                        "credential \(name): shorter than \(KnownValues.shortest) bytes, so that it would be found by chance"
                )
            }
        }
        return Secrecy(
            known: known,
            takesKeys: filter.takesKeys,
            canaries: canaries,
            planted: canaries.isEmpty ? nil : planted,
            isGapless: isGapless,
            hosts: filter.hosts
        )
    }
}
