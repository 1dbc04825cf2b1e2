import Catalog
import Documents
import Hardening
import Surface

extension UpdatesObserver {
    /// apt's configuration as its files make it, in the order apt reads them: the directory, then `apt.conf`.
    func aptConfiguration() async -> Reading<AptConfiguration> {
        await cache.value {
            var configuration = AptConfiguration()
            var budget = 500
            var why: Unknown?
            switch await surface.entries("/etc/apt/apt.conf.d") {
            case .absent: break
            case .unreadable(let reason): why = reason
            case .found(let names):
                for name in AptFile.names(among: names) where why == nil {
                    why = await readAptFile("/etc/apt/apt.conf.d/" + name, into: &configuration, &budget, depth: 0)
                }
            }
            if why == nil { why = await readAptFile("/etc/apt/apt.conf", into: &configuration, &budget, depth: 0) }
            return why.map { .unreadable($0) } ?? .found(configuration)
        }
    }

    /// Why the file cannot be read; none where it was, or is not there.
    private func readAptFile(
        _ path: String,
        into configuration: inout AptConfiguration,
        _ budget: inout Int,
        depth: Int
    ) async -> Unknown? {
        // apt itself gives up at this depth.
        guard depth <= 10 else { return .tooLarge("\(path): too many nested includes") }
        budget -= 1
        guard budget > 0 else { return .tooLarge("\(path): too many files of apt.conf") }
        switch await surface.file(path, limit: 256 << 10) {
        case .absent: return depth == 0 ? nil : .missing("\(path) is included and not there")
        case .unreadable(let why): return why
        case .found(let content):
            let file: AptFile
            do {
                file = try AptFile(content.bytes)
            } catch {
                return .malformed("\(path): \(error)")
            }
            for statement in file.statements {
                guard case .include(let target) = statement.effect else {
                    configuration.apply(statement, of: path)
                    continue
                }
                if let why = await include(target, into: &configuration, &budget, depth: depth + 1) { return why }
            }
            return nil
        }
    }

    private func include(_ target: String, into configuration: inout AptConfiguration, _ budget: inout Int, depth: Int)
        async -> Unknown?
    {
        guard target.hasPrefix("/") else { return .notModeled("\(target) is included without its directory") }
        guard target.hasSuffix("/") else {
            return await readAptFile(target, into: &configuration, &budget, depth: depth)
        }
        switch await surface.entries(String(target.dropLast())) {
        case .absent: return .missing("\(target) is included and not there")
        case .unreadable(let why): return why
        case .found(let names):
            for name in AptFile.names(among: names) {
                if let why = await readAptFile(target + name, into: &configuration, &budget, depth: depth) {
                    return why
                }
            }
            return nil
        }
    }
}

extension AptConfiguration.Setting {
    var origin: Origin { Origin(file, line: line) }

    /// An interval of `APT::Periodic`, in days: a number of days, or one with a unit (apt.systemd.daily).
    var days: Int? {
        if value == "always" { return 1 }
        if let days = Int(value) { return days }
        guard let unit = value.last, let count = Int(value.dropLast()) else { return nil }
        switch unit {
        case "d": return count
        // Several times a day is daily enough; a stretch of more hours counts as the days it fills.
        case "h": return count == 0 ? 0 : max(1, (count + 23) / 24)
        case "m": return count == 0 ? 0 : max(1, (count + 1439) / 1440)
        case "s": return count == 0 ? 0 : max(1, (count + 86399) / 86400)
        default: return nil
        }
    }
}
