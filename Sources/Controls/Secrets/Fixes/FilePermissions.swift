import Hardening

extension Fix {
    /// Takes rights away from everybody who should not have them; a person follows links that lead nowhere known.
    static func permissions(within mask: UInt16, byHand: String) -> Fix {
        Fix(byHand: byHand) { fault in
            let records = fault.records
            let paths = records.compactMap(\.secretPath)
            guard paths.count == records.count else {
                let names = records.filter { $0.secretPath == nil }.map(\.name).firstFew
                return .advise(
                    "Where some links lead could not be determined. By hand: find the files they lead to, and sudo chmod "
                        + "\(String(mask, radix: 8)) each: \(names)"
                )
            }
            return .amend(paths.map { .restricted($0, within: mask) })
        }
    }

    /// Gives a file to the account that it belongs to by its place.
    static func rightfulOwner(byHand: String) -> Fix {
        Fix(byHand: byHand) { fault in
            let owners: [Amendment] = fault.records.compactMap { record in
                guard case .number(let owner) = record[.secretFileRightfulOwner] else { return nil }
                return UInt32(exactly: owner).map { .owned(record.name, by: $0) }
            }
            guard owners.count == fault.records.count else {
                return .advise(
                    "Which program reads them could not be determined. By hand: give them to it, or to the owner of their "
                        + "directory with sudo chown --reference=DIRECTORY FILE: \(fault.records.map(\.name).firstFew)"
                )
            }
            return .amend(owners)
        }
    }
}

extension Amendment {
    /// Nobody has more rights than these, among the twelve bits those nine that control who reads, writes, runs.
    fileprivate static func restricted(_ path: String, within mask: UInt16) -> Self {
        let words = "nobody has more rights than 0\(String(mask, radix: 8)); replace what it holds if others read it"
        return Self(.permissions(path), words) { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there any more") }
            permissions.mode &= mask | 0o7000
            return .permissions(permissions)
        }
    }

    fileprivate static func owned(_ path: String, by owner: UInt32) -> Self {
        Self(.permissions(path), "belongs to the account with the id \(owner)") { state throws(Failure) in
            guard case .permissions(var permissions) = state else { throw Failure("is not there any more") }
            permissions.owner = owner
            return .permissions(permissions)
        }
    }
}

extension Record {
    /// The path of the file itself; none where links lead nowhere known.
    fileprivate var secretPath: String? {
        switch self[.secretFileTarget] {
        case .text(let target): target
        case .unset: name
        default: nil
        }
    }
}
