import Hardening
import Surface

extension RunningMachine {
    private static let unitDirectory = "/etc/systemd/system"

    /// The links by which units are enabled, or have another name.
    func unitLinks() throws(Failure) -> Set<String> {
        let surface = try surface()
        var found: Set<String> = []
        for name in surface.entries(Self.unitDirectory).content ?? [] {
            let path = "\(Self.unitDirectory)/\(name)"
            if name.hasSuffix(".wants") || name.hasSuffix(".requires") {
                found.formUnion((surface.entries(path).content ?? []).map { "\(path)/\($0)" })
            } else {
                found.insert(path)
            }
        }
        return found.filter { if case .found = surface.link($0) { true } else { false } }
    }

    /// Removes links that an installation made and that lead nowhere by now.
    ///
    /// A package takes its own away by a list that its scripts keep; where the power was cut, that list may be lost.
    func removeUnitLinks(_ made: Traces) throws(Failure) {
        let surface = try surface()
        for link in made.links.sorted() where link.hasPrefix(Self.unitDirectory + "/") {
            guard case .found(let target) = surface.link(link), target.hasPrefix("/") else { continue }
            if case .absent = surface.status(target) { try FileWriter.remove(link) }
        }
    }
}
