import Hardening

extension OpenClawRemedy {
    static let privateFiles: [OpenClawRemedy] =
        [
            ("protect-state-directory", UInt16(0o700)), ("protect-configuration", 0o600),
            ("protect-credentials", 0o700),
        ]
        .map { phrase, mask in
            OpenClawRemedy(phrase, .openclawFiles) { drift in
                .amendments(drift.records.map { drift.site.mode(of: $0, within: mask) })
            }
        } + [
            OpenClawRemedy("protect-sessions", .openclawFiles) { drift in
                let shut = drift.site.shutting(drift.records.map(\.name))
                return .amendments(shut.map { .mode($0, within: 0o700) })
            },
            OpenClawRemedy("own-private-files", .openclawFiles) { drift in
                guard let owner = drift.site.owner, owner != 0 else {
                    return .advice(
                        "The state directory is root's, so that it does not tell which account runs the gateway. Give the files to that account: chown ACCOUNT FILE"
                    )
                }
                return .amendments(drift.records.map { drift.site.owned($0, by: owner) })
            },
            OpenClawRemedy("protect-extension-directories", .openclawPlugins) { drift in
                let paths = drift.records.compactMap { $0.origins[.isWritableByOthers]?.file }
                return .amendments(paths.map { Amendment.mode($0, within: 0o7755) })
            },
        ]
}

extension OpenClawSite {
    /// Where nobody else is to get through so that nobody gets to the paths.
    ///
    /// What OpenClaw itself gives its mode anew would not keep the one that is put there, so that it is the state directory
    /// for what lies in it.
    func shutting(_ paths: [String]) -> [String] {
        paths.map { $0.hasPrefix(directory + "/") ? directory : $0 }.uniqued
    }

    /// Files of the configuration are put whole, so that their mode and their content go together.
    fileprivate func mode(of record: Record, within mask: UInt16) -> Amendment {
        guard isConfiguration(record.name) else { return .mode(record.name, within: mask) }
        return Amendment(.file(record.name), "nobody has more rights than 0\(String(mask, radix: 8))") { state in
            guard case .file(var file) = state else { return state }
            file.mode &= mask
            return .file(file)
        }
    }

    fileprivate func owned(_ record: Record, by owner: UInt32) -> Amendment {
        let words = "belongs to the state directory's owner"
        guard isConfiguration(record.name) else {
            return Amendment(.permissions(record.name), words) { state throws(Amendment.Failure) in
                guard case .permissions(var permissions) = state else { throw Amendment.Failure("is not there") }
                permissions.owner = owner
                return .permissions(permissions)
            }
        }
        return Amendment(.file(record.name), words) { state in
            guard case .file(var file) = state else { return state }
            file.owner = owner
            return .file(file)
        }
    }
}
