extension ConfigurationSchema {
    /// The settings that one of the versions around this one knows and the other does not, without what is below them, and
    /// the later of the two; nothing for a version that was looked at, or that does not lie between two that were.
    func disputes(about version: OpenClawVersion) -> (settings: [String], next: OpenClawVersion)? {
        guard !versions.contains(version), let next = versions.firstIndex(where: { $0 > version }), next > 0 else {
            return nil
        }
        var settings: [String] = []
        collect(root, "", next - 1, next, depth: 0, into: &settings)
        return (settings.sorted(), versions[next])
    }

    private func collect(
        _ number: Int,
        _ path: String,
        _ before: Int,
        _ after: Int,
        depth: Int,
        into settings: inout [String]
    ) {
        // Places may hold themselves.
        guard depth < 12 else { return }
        for (key, child) in place(number).below {
            let shapes = place(child)
            let own = path.isEmpty ? String(key) : "\(path).\(key)"
            let (old, new) = (shapes.shape(in: before) != nil, shapes.shape(in: after) != nil)
            if old != new {
                settings.append(own)
            } else if old {
                collect(child, own, before, after, depth: depth + 1, into: &settings)
            }
        }
    }
}
