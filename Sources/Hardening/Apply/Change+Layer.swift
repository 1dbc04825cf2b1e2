extension Change {
    /// The layer of the first control that asked for it.
    public var layer: Layer? { Self.layer(of: because) }

    public static func layer(of controls: [Control.ID]) -> Layer? {
        controls.first.flatMap { $0.split(separator: ".").first }.flatMap { Layer(rawValue: String($0)) }
    }
}
