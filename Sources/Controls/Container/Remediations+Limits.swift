import Catalog
import Documents
import Hardening

/// What the container may use, and how it is looked after.
extension Catalogue {
    static func containerLimitWays(_ profile: Profile) -> [Remediation] {
        let limits = profile.container
        let docker = profile.docker
        return [
            .compose("limit-memory", profile) { memory($0, limits) },
            .compose("give-enough-memory", profile) { memory($0, limits) },
            .compose("limit-processes", profile) { target in
                let keys = target.isUnderDeploy("pids") ? ["deploy", "resources", "limits", "pids"] : ["pids_limit"]
                return .amend([
                    target.setting("at most \(limits.processes) processes") { compose throws(SyntaxError) in
                        try compose.set(.number(limits.processes), at: keys, of: target.service)
                    }
                ])
            },
            .compose("limit-processors", profile) { target in
                guard case .number(let processors) = target.record[.processors] else {
                    if case .unknown(let why) = target.record[.processors] { return .refuse(why.why) }
                    return .refuse("how many processors there are cannot be told")
                }
                let share = processorShare(of: processors)
                let isUnderDeploy = target.isUnderDeploy("cpus")
                let keys = isUnderDeploy ? ["deploy", "resources", "limits", "cpus"] : ["cpus"]
                // There compose wants a text, and in its older form a number here.
                let value = isUnderDeploy ? YAMLValue.text(YAMLValue.thousandths(share).flow) : .thousandths(share)
                return .amend([
                    target.setting("at most \(YAMLValue.thousandths(share).flow) of \(processors) processors") {
                        compose throws(SyntaxError) in try compose.set(value, at: keys, of: target.service)
                    }
                ])
            },
            .compose("limit-logs", profile) { target in
                guard [.text("json-file"), .unset].contains(target.record[.logDriver]) else {
                    return .refuse("its logs go to \(target.record[.logDriver])")
                }
                return .amend([
                    target.setting("logs of \(docker.logMaxSize >> 20) MiB") { compose throws(SyntaxError) in
                        let size = YAMLValue.text("\(docker.logMaxSize >> 20)m")
                        try compose.set("json-file", at: ["logging", "driver"], of: target.service)
                        try compose.set(size, at: ["logging", "options", "max-size"], of: target.service)
                        try compose.set(
                            .text(String(docker.logMaxFiles)),
                            at: ["logging", "options", "max-file"],
                            of: target.service
                        )
                    }
                ])
            },
            .compose("check-health", profile) { health($0, isNew: true) },
            .compose("check-health-with-what-is-there", profile) { health($0, isNew: false) },
            .compose("come-back-after-failures", profile) { target in
                .amend([
                    target.setting("restart: unless-stopped") { compose throws(SyntaxError) in
                        try compose.set("unless-stopped", at: ["restart"], of: target.service)
                    }
                ])
            },
        ]
    }

    /// Thousandths of processors: half a one is left to others, or a tenth of the only one.
    static func processorShare(of processors: Int) -> Int { processors < 2 ? 900 : processors * 1000 - 500 }

    /// 2 GiB, whatever it uses at the moment, or less where the server has not much more; three quarters of it for V8, which otherwise grows until it is killed.
    ///
    /// A gateway that uses more than that now would be killed at once, which is for a person to look at.
    private static func memory(_ target: ComposeTarget, _ limits: Profile.Container) -> ComposeWay {
        let used = if case .number(let bytes) = target.record[.memoryUsed] { bytes } else { 0 }
        var size = min(max(2 << 30, limits.memoryFloor), limits.memoryCeiling)
        if case .number(let all) = target.record[.memoryOfServer] {
            let mebibyte = 1 << 20
            // A limit above what there is limits nothing; a sixth of it is for everything else.
            let most = (all / 6 * 5 / mebibyte) * mebibyte
            let need = max(limits.memoryFloor, 1536 << 20)
            guard most >= need else {
                return .refuse("this server has \(all >> 20) MiB, of which the gateway alone needs \(need >> 20)")
            }
            size = min(size, most)
        }
        guard used < size else { return .refuse("it uses \(used >> 20) MiB") }
        let keys = target.isUnderDeploy("memory") ? ["deploy", "resources", "limits", "memory"] : ["mem_limit"]
        let amount = YAMLValue.text("\(size >> 20)m")
        let options = if case .text(let text) = target.record[.nodeOptions] { text } else { "" }
        let needsHeap = target.has("node") && !options.contains("max-old-space-size")
        let heap = "\(options) --max-old-space-size=\((size >> 20) * 3 / 4)".drop { $0 == " " }
        return .amend([
            target.setting("at most \(size >> 20) MiB of memory") { compose throws(SyntaxError) in
                try compose.set(amount, at: keys, of: target.service)
                if needsHeap { try compose.setVariable("NODE_OPTIONS", String(heap), of: target.service) }
            }
        ])
    }

    /// A check by a program that the image has.
    private static func health(_ target: ComposeTarget, isNew: Bool) -> ComposeWay {
        guard case .list(let programs) = target.record[.imagePrograms],
            case .number(let port) = target.record[.gatewayListensOn]
        else { return .refuse("what its image has cannot be told") }
        let address = "http://127.0.0.1:\(port)/healthz"
        func path(_ name: String) -> String? { programs.first { $0.hasSuffix("/\(name)") } }
        let words: [String]
        if let node = path("node") {
            words = [node, "-e", "fetch('\(address)').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
        } else if let curl = path("curl") {
            words = [curl, "-fsS", "-o", "/dev/null", address]
        } else if let wget = path("wget") {
            words = [wget, "-q", "-O", "/dev/null", address]
        } else if let busybox = path("busybox") {
            words = [busybox, "wget", "-q", "-O", "/dev/null", address]
        } else {
            return .refuse("its image has no program that could ask the gateway")
        }
        return .amend([
            target.setting("a health check by \(words[0])") { compose throws(SyntaxError) in
                let test = YAMLValue.list((["CMD"] + words).map { .text($0) })
                try compose.set(test, at: ["healthcheck", "test"], of: target.service)
                guard isNew else { return }
                for (key, value) in [("interval", "30s"), ("timeout", "10s"), ("start_period", "60s")] {
                    try compose.set(.text(value), at: ["healthcheck", key], of: target.service)
                }
                try compose.set(3, at: ["healthcheck", "retries"], of: target.service)
            }
        ])
    }
}

extension ComposeTarget {
    fileprivate func isUnderDeploy(_ key: String) -> Bool {
        if case .list(let keys) = record[.deployLimits] { keys.contains(key) } else { false }
    }

    fileprivate func has(_ program: String) -> Bool {
        guard case .list(let programs) = record[.imagePrograms] else { return false }
        return programs.contains { $0.hasSuffix("/\(program)") }
    }
}
