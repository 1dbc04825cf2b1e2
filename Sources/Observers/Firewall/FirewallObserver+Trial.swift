import Catalog
import Documents
import Hardening
import Rulesets
import Surface

/// What files with rules come to at boot, tried by the programs that load them, in a network that has none.
///
/// A program refuses a whole file for what only it knows: an interface or a set that is not there yet, a table to flush that
/// nobody made, a word that its version does not have.
extension FirewallObserver {
    /// What nft makes of a file; nothing where that cannot be tried here.
    func trial(ofNFT path: String) async throws(Unknown) -> Ruleset? {
        let load = Command("nft", ["--file", path])
        guard let listing = try await tried([load], then: Command("nft", ["-j", "list", "ruleset"]), path) else {
            return nil
        }
        // Some versions break off at what they cannot print.
        return try? NFTListing(listing.standardOutput).ruleset
    }

    /// What iptables-restore makes of a file, with the sets that are loaded before it; nothing where that cannot be tried.
    func trial(ofSaved path: String, _ family: AddressFamily, sets: String?) async throws(Unknown) -> Ruleset? {
        let prefix = family == .ipv4 ? "iptables" : "ip6tables"
        let before = sets.map { [Command("ipset", ["restore", "-exist", "-file", $0])] } ?? []
        let loads = before + [Command("\(prefix)-restore", [path])]
        guard let saved = try await tried(loads, then: Command("\(prefix)-save"), path) else { return nil }
        return try? SavedRules(saved.text, family: family).ruleset(.iptablesNFT)
    }

    private func tried(_ loads: [Command], then list: Command, _ path: String) async throws(Unknown) -> Output? {
        let outputs: [Output]
        switch await surface.runApart(loads + [list]) {
        case .absent: return nil
        case .unreadable(let why) where [.notPermitted, .needsRunningSystem, .failed].contains(why.cause): return nil
        case .unreadable(let why): throw why
        case .found(let found): outputs = found
        }
        for (load, output) in zip(loads, outputs) where output.status != 0 {
            throw Unknown.failed(
                "\(load.program) refuses \(path) where nothing else is yet: \(output.errorText.firstLine)"
            )
        }
        guard let last = outputs.last, outputs.count == loads.count + 1, last.status == 0 else { return nil }
        return last
    }
}
