extension SSHDPass {
    /// Keeps what a line says, or what an earlier line said.
    ///
    /// The first value counts, except where servconf.c forgot to ask whether there is one.
    mutating func set(
        _ keyword: SSHDKeyword,
        _ values: [String],
        _ origin: Origin
    ) throws(SSHDValues.Bad) {
        let name = keyword.name
        let entries = values.map { SSHDSettings.Entry(value: $0, origin: origin) }
        guard let first = entries.first else { return }
        switch keyword.kind {
        case .every, .port, .listenAddress:
            found[name, default: []] += entries
        case .subsystem:
            if found[name]?.contains(where: { $0.names(sameSubsystemAs: first) }) == true {
                guard configuration.version >= SSHDVersion(9, 5) else {
                    throw SSHDValues.Bad(message: "subsystem \(first.value) is already defined")
                }
                return
            }
            guard first.value.contains(" ") else { throw SSHDValues.Bad(message: "missing subsystem command") }
            found[name, default: []] += entries
        case .maxStartups:
            let before = found[name]?.first?.value.split(separator: ":", omittingEmptySubsequences: false)
            let value = first.value.replacing("::", with: ":\(before?[1] ?? ""):")
            found[name] = [SSHDSettings.Entry(value: value, origin: origin)]
        case .rekeyLimit:
            // Bytes and seconds are kept apart: a line without seconds leaves those of another line alone.
            if found[name] == nil { found[name] = [first] }
            if let seconds = values.last, values.count == 2, found[Self.rekeySeconds] == nil {
                found[Self.rekeySeconds] = [SSHDSettings.Entry(value: seconds, origin: origin)]
            }
        case .netBlockSize, .serviceClass, .octal, .digest:
            found[name] = entries
        case .span(none: true) where first.value == "none":
            found[name] = entries
        case .rest where name == "authorizedprincipalscommand" && configuration.version < SSHDVersion(9, 5):
            // The question was put to the other command.
            if found["authorizedkeyscommand"] == nil { found[name] = entries }
        case .perSourceMaxStartups where configuration.version < SSHDVersion(9, 5):
            found[name] = entries
        default:
            if found[name] == nil { found[name] = entries }
        }
    }

    /// The half of RekeyLimit that is seconds.
    static var rekeySeconds: String { "rekeylimit seconds" }

    /// Before 9.9, `any` is refused where methods are set already, on an earlier line or on this one.
    func refuseLateAny(_ keyword: SSHDKeyword, _ arguments: [String]) throws(SSHDValues.Bad) {
        guard case .authenticationMethods = keyword.kind, configuration.version < SSHDVersion(9, 9) else { return }
        let isLate = isActive && arguments.dropFirst().contains("any")
        guard isLate || (found[keyword.name] != nil && arguments.contains("any")) else { return }
        throw SSHDValues.Bad(message: "\"any\" must appear alone in AuthenticationMethods")
    }
}

extension SSHDSettings.Entry {
    /// Whether both begin with the name of the same subsystem.
    func names(sameSubsystemAs other: Self) -> Bool {
        value.prefix { $0 != " " } == other.value.prefix { $0 != " " }
    }
}
