/// What clients log in to a gateway with.
public enum GatewayLogin {
    /// Whether it is shorter than 24 characters, or one that anybody would try.
    public static func isWeak(_ text: String) -> Bool { GatewaySecret.isWeak(text) }
}
