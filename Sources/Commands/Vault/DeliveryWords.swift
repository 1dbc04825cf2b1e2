import LinuxMachine
import Reports
import Vault

/// What is to be done for a program to take what was delivered, for people.
enum DeliveryWords {
    static func delivered(_ delivery: SecretDelivery, _ state: DeliveryState) -> String {
        var text = "\(delivery.secret) is delivered to \(delivery.words).\n\n"
        switch delivery.place {
        case .unit(_, let name):
            text += """
                The program finds it in the file $CREDENTIALS_DIRECTORY/\(name); in the unit's own settings \
                that is %d/\(name), as in
                    Environment=PASSWORD_FILE=%d/\(name)
                Only its own processes and root read it. On the disk it is sealed to this machine.

                """
        case .compose(let project, let name, _, _):
            text += """
                Into the compose file of \(project), or one beside it that is given with -f:

                    services:
                      SERVICE:
                        secrets: [\(name)]
                    secrets:
                      \(name):
                        file: \(path(delivery))

                Inside it is the file /run/secrets/\(name). It is there at each boot before Docker starts.

                """
        case .environment:
            text += """
                This is the weaker way: the value stands on the disk as it is, and in the program's environment, \
                which what it starts inherits. Whoever can make it run `env` reads it. What an agent runs commands \
                for is better given a reference (nacre vault enroll), a unit a credential (--unit), a container a \
                file (--compose).

                """
        }
        for fault in state.faults + state.stale { text += "\nNot yet: \(Sanitizer.report.line(fault))\n" }
        switch delivery.place {
        case .unit where state.stale.isEmpty, .compose where state.stale.isEmpty: break
        case .environment: text += "\nIt counts once what reads the file is started anew.\n"
        default: text += "\nIt counts once the program is started anew: \(renewal(of: delivery))\n"
        }
        return text
    }

    private static func path(_ delivery: SecretDelivery) -> String {
        guard case .compose(let project, let name, _, _) = delivery.place else { return "" }
        return "/run/nacre/compose/\(project)/\(name)"
    }

    /// A line, once it was put anew.
    static func line(_ delivery: SecretDelivery, _ state: DeliveryState) -> String {
        let text = "\(delivery.secret) is delivered to \(delivery.words)"
        if let fault = state.faults.first { return "\(text), but \(fault)" }
        if let stale = state.stale.first { return "\(text), but \(stale): \(renewal(of: delivery))" }
        guard case .environment = delivery.place else { return text }
        return "\(text); it counts once what reads the file is started anew"
    }

    /// How whoever uses it is started anew.
    static func renewal(of delivery: SecretDelivery) -> String {
        switch delivery.place {
        case .unit(let unit, _): "sudo systemctl restart \(unit)"
        case .compose(let project, _, _, _): "sudo docker compose -p \(project) restart"
        case .environment: "start what reads the file anew"
        }
    }

    static func withdrawn(_ delivery: SecretDelivery, isRestarted: Bool) -> String {
        var text = "\(delivery.secret) is no longer delivered to \(delivery.words).\n"
        if case .unit = delivery.place, isRestarted { return text }
        text += "What runs has it until it is started anew"
        if case .environment = delivery.place { text += ".\n" } else { text += ": \(renewal(of: delivery))\n" }
        if case .compose = delivery.place {
            text += "Take it out of the compose file first, or its containers do not start.\n"
        }
        return text
    }

    /// A line each, or two where one is too long.
    static func list(_ deliveries: [SecretDelivery], _ style: TextStyle = LeakReport.style) -> String {
        guard !deliveries.isEmpty else { return "Nothing is delivered.\n" }
        let isNarrow = deliveries.contains { "\($0.secret)  \($0.words)".count > style.width }
        return deliveries.map { "\($0.secret)\(isNarrow ? "\n    " : "  ")\($0.words)\n" }.joined()
    }

    /// That a value which changed is still the old one where it is delivered to.
    static func reminder(_ name: SecretName, _ choice: VaultChoice) throws -> String {
        guard choice.isStandard else { return "" }
        let places = try DeliveriesFile.deliveries().filter { $0.secret == name }.map(\.words)
        guard !places.isEmpty else { return "" }
        return
            "The old value is still there:\n" + places.map { "    \($0)\n" }.joined()
            + "until: sudo nacre vault deliver \(name) --again\n"
    }
}
