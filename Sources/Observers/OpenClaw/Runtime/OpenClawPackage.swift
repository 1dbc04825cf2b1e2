import Catalog
import Documents
import Hardening
import Surface

/// An OpenClaw that npm installed.
struct OpenClawPackage: Sendable {
    /// Its `package.json`.
    let path: String
    let version: OpenClawVersion
    /// The number of the newest state database that it reads; none where the package does not say.
    let stateSchema: Int?
}
