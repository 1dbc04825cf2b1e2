import Hardening

extension OpenClawFault {
    /// Files of other owners are given to the account that owns the state directory.
    var correctOwners: OpenClawChange {
        guard let owner = site.owner, owner != 0 else {
            return .manual(
                "sudo chown ACCOUNT FILE, with the account that runs the gateway",
                because: "The state directory is root's, so that it does not tell which account runs the gateway."
            )
        }
        return .amendments(records.map { site.owned($0, by: owner) })
    }

    /// Nobody else gets to the files.
    var closeDirectories: OpenClawChange {
        .amendments(site.closing(records.map(\.name)).map { .mode($0, within: 0o700) })
    }

    /// Nobody else writes to the directories of plugins and skills.
    var protectExtensions: OpenClawChange {
        .amendments(
            records.compactMap { $0.origins[.isWritableByOthers]?.file }.map { Amendment.mode($0, within: 0o7755) }
        )
    }
}

extension Fix {
    /// Files that grant nothing outside the mask.
    static func fileMode(within mask: UInt16, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in .amendments(fault.records.map { fault.site.mode(of: $0, within: mask) }) }
    }
}

extension OpenClawSite {
    /// Where nobody else is to get through so that nobody gets to the paths.
    ///
    /// What OpenClaw itself gives its mode anew would not keep the one that is put there, so that it is the state directory
    /// for what lies in it.
    fileprivate func closing(_ paths: [String]) -> [String] {
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
