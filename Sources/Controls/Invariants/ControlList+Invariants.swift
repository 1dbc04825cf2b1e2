public import Hardening

extension ControlList {
    /// What no plan may break, whatever it was asked for.
    public static func invariants(for profile: Profile) -> [Invariant] {
        [
            .keepAdministrator, .keepOperatorLogin, .keepSSHReachable, .keepTunnel, .keepOperatorUnbanned, .keepRoom,
            .keepForwarding, .keepGatewayBehindProxy,
        ]
    }
}
