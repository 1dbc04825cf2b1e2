import Hardening

// transitional: what other layers call until they have their fixes in their definitions

enum OpenClawRemedy {
    static func denials(_ profile: Profile) -> [String: [String]] {
        Dictionary(
            DeniedTools.byControl(profile).map { (String($0.key.drop { $0 != "." }.dropFirst()), $0.value) }
        ) { first, _ in first }
    }
}

extension OpenClawSite {
    func hindrance(to rules: [ConfigurationRule]) -> String? { blocker(of: rules) }
}

extension Remediation {
    static func movingSecrets(
        for control: Control.ID,
        needs more: Set<Resource> = [],
        otherwise steps: String,
        where isMeant: @escaping @Sendable (Record) -> Bool,
        further: @escaping @Sendable (_ literals: [Record], Snapshot) -> [String] = { _, _ in [] }
    ) -> Self {
        let fix = Fix.movingSecrets(byHand: steps, needs: more, where: isMeant) { further($0, $1.snapshot) }
        return Self(control, needs: fix.needs) { snapshot in
            fix.answer(Fault(Control.keepSecretsOutOfConfiguration, .standalone, on: snapshot))
        }
    }
}
