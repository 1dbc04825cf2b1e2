extension Change {
    /// The layer of most of the controls that asked for it; of as many, that of the first.
    public var layer: Layer? { Self.layer(of: because) }

    public static func layer(of controls: [Control.ID]) -> Layer? {
        let layers = controls.compactMap { $0.split(separator: ".").first.flatMap { Layer(rawValue: String($0)) } }
        var counts: [Layer: Int] = [:]
        for layer in layers { counts[layer, default: 0] += 1 }
        let most = counts.values.max()
        return layers.first { counts[$0] == most }
    }
}
