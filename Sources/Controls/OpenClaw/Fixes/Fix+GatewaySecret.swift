import Catalog
import Hardening

extension Fix {
    /// A new token, which a person makes, unless a good one stands ready in the file that the gateway reads.
    static func newGatewaySecret(for field: Field) -> Self {
        let byHand =
            "Make a token: `openssl rand -hex 32`; put it as {VARIABLE} into .env of the state directory, and into no "
            + "compose file, env_file or unit, which win over it, and restart the gateway"
        return Self(byHand: byHand, needs: [.facts(.openclaw), .facts(.openclawLiterals)]) { fault in
            let waiting = fault.snapshot.records(.openclawLiterals).filter { $0[.literalIsReplaced] == true }
            let sites = OpenClawSite.all(fault.snapshot).filter { site in
                site.blocker == nil && waiting.contains { $0[.installation] == .text(site.directory) }
            }
            if !fault.records.isEmpty, fault.records.allSatisfy({ record in sites.contains { $0.has(record) } }) {
                let names = waiting.compactMap { one in one[.literalVariable].text }.uniqued.joined(separator: ", ")
                return .follow("What stands as \(names) in the environment file takes its place.")
            }
            return .advise(
                "Every client needs the new token, and is cut off until then. \(fault.placesToClear(of: field)). "
                    + "By hand: \(byHand)"
            )
        }
        .toldHere { fault, _ in fault.records.isEmpty ? nil : "\(fault.placesToClear(of: field)). \(byHand)" }
    }
}

extension Fault {
    /// The lines that set a secret: what has to go before another one counts.
    fileprivate func placesToClear(of field: Field) -> String {
        let places = records.compactMap { $0.origins[field] }.map { origin in
            origin.line.map { "\(origin.file):\($0)" } ?? origin.file
        }
        return places.isEmpty
            ? "What sets it now has to go" : "What has to go: \(places.uniqued.joined(separator: ", "))"
    }
}
