import Catalog
import Documents
import Hardening

// Settings that limit what a service's container may use.
extension ComposeTarget {
    /// 2 GiB, whatever it uses at the moment, or less where the server has not much more; three quarters of it for V8,
    /// which otherwise grows until it is killed.
    ///
    /// A gateway that uses more than that now would be killed at once, which is for a person to look at.
    func limitingMemory(_ limits: Profile.Container) -> ComposeChange {
        let used = if case .number(let bytes) = record[.memoryUsed] { bytes } else { 0 }
        var size = min(max(2 << 30, limits.memoryFloor), limits.memoryCeiling)
        if case .number(let all) = record[.memoryOfServer] {
            let mebibyte = 1 << 20
            // A limit above what there is limits nothing; a sixth of it is for everything else.
            let most = (all / 6 * 5 / mebibyte) * mebibyte
            let need = max(limits.memoryFloor, 1536 << 20)
            guard most >= need else {
                return .leave("this server has \(all >> 20) MiB, and the gateway alone needs \(need >> 20)")
            }
            size = min(size, most)
        }
        guard used < size else { return .leave("it uses \(used >> 20) MiB") }
        let service = self.service
        let keys = isUnderDeploy("memory") ? ["deploy", "resources", "limits", "memory"] : ["mem_limit"]
        let amount = YAMLValue.text("\(size >> 20)m")
        let options = if case .text(let text) = record[.nodeOptions] { text } else { "" }
        let needsHeap = has("node") && !options.contains("max-old-space-size")
        let heap = "\(options) --max-old-space-size=\((size >> 20) * 3 / 4)".drop { $0 == " " }
        return .amend([
            setting("at most \(size >> 20) MiB of memory") { compose throws(SyntaxError) in
                try compose.set(amount, at: keys, of: service)
                if needsHeap { try compose.setVariable("NODE_OPTIONS", String(heap), of: service) }
            }
        ])
    }

    /// Half a processor is left to others, or a tenth of the only one.
    var limitingProcessors: ComposeChange {
        guard case .number(let processors) = record[.processors] else {
            if case .unknown(let why) = record[.processors] { return .leave(why.why) }
            return .leave("how many processors there are could not be determined")
        }
        let service = self.service
        let share = ControlList.processorShare(of: processors)
        let isUnderDeploy = isUnderDeploy("cpus")
        let keys = isUnderDeploy ? ["deploy", "resources", "limits", "cpus"] : ["cpus"]
        // There compose wants a text, and in its older form a number here.
        let value = isUnderDeploy ? YAMLValue.text(YAMLValue.thousandths(share).flow) : .thousandths(share)
        return .amend([
            setting("at most \(YAMLValue.thousandths(share).flow) of \(processors) processors") {
                compose throws(SyntaxError) in try compose.set(value, at: keys, of: service)
            }
        ])
    }

    func limitingLogs(_ limits: Profile.Docker) -> ComposeChange {
        guard [.text("json-file"), .unset].contains(record[.logDriver]) else {
            return .leave("its logs go to \(record[.logDriver])")
        }
        let service = self.service
        return .amend([
            setting("logs of \(limits.logMaxSize >> 20) MiB") { compose throws(SyntaxError) in
                let size = YAMLValue.text("\(limits.logMaxSize >> 20)m")
                let files = YAMLValue.text(String(limits.logMaxFiles))
                try compose.set("json-file", at: ["logging", "driver"], of: service)
                try compose.set(size, at: ["logging", "options", "max-size"], of: service)
                try compose.set(files, at: ["logging", "options", "max-file"], of: service)
            }
        ])
    }

    func isUnderDeploy(_ key: String) -> Bool {
        if case .list(let keys) = record[.deployLimits] { keys.contains(key) } else { false }
    }

    private func has(_ program: String) -> Bool {
        guard case .list(let programs) = record[.imagePrograms] else { return false }
        return programs.contains { $0.hasSuffix("/\(program)") }
    }
}

extension ControlList {
    /// Thousandths of processors: half a one is left to others, or a tenth of the only one.
    static func processorShare(of processors: Int) -> Int { processors < 2 ? 900 : processors * 1000 - 500 }
}
