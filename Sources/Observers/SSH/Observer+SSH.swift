import Catalog
import Hardening

extension Observer {
    /// The subjects of the layer.
    func sshFacts(_ subject: Subject) async -> Observation {
        switch subject {
        case .accounts: await accounts()
        case .logins: await logins()
        case .sshServer: await sshServer()
        case .sshSettings: await sshSettings()
        case .sshDirectives: await sshDirectives()
        case .hostKeys: await hostKeys()
        case .authorizedKeys: await authorizedKeys()
        case .sudoRules: await sudoRules()
        default: .unreadable(.notObserved("Nacre does not observe \(subject.title) yet"))
        }
    }
}
