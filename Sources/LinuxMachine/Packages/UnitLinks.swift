import Hardening
import Surface

extension Packages {
    private static let unitDirectory = "/etc/systemd/system"

    /// The links by which units are enabled, or have another name.
    func unitLinks() async -> Set<String> {
        var found: Set<String> = []
        for name in await host.entries(Self.unitDirectory).content ?? [] {
            let path = "\(Self.unitDirectory)/\(name)"
            if name.hasSuffix(".wants") || name.hasSuffix(".requires") {
                found.formUnion((await host.entries(path).content ?? []).map { "\(path)/\($0)" })
            } else {
                found.insert(path)
            }
        }
        var links: Set<String> = []
        for path in found { if case .found = await host.link(path) { links.insert(path) } }
        return links
    }

    /// Removes links that an installation made and that lead nowhere by now.
    ///
    /// A package takes its own away by a list that its scripts keep; where the power was cut, that list may be lost.
    func removeUnitLinks(_ made: Traces) async throws(Failure) {
        for link in made.links.sorted() where link.hasPrefix(Self.unitDirectory + "/") {
            guard case .found(let target) = await host.link(link), target.hasPrefix("/") else { continue }
            if case .absent = await host.status(target) { try host.remove(link) }
        }
    }
}
