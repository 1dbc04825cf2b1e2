import Documents
import LinuxMachine
import Surface

/// The file that says what is delivered where, as commands read and change it; who changes it holds `DeliveryLock`.
enum DeliveriesFile {
    static func deliveries() throws -> [SecretDelivery] {
        try ProfileChoice.requireRootAlone(VaultDeliveries.file)
        let text = try text()
        return try explained { () throws(VaultStoreFailure) in try VaultDeliveries.read(text) }
    }

    private static func text() throws -> String {
        switch FileInput.text(VaultDeliveries.file, limit: 1 << 20) {
        case .found(let text): return text
        case .absent: return "# Where secrets of the vault are put: nacre vault deliver.\n"
        case .unreadable(let why): throw ConfigurationError("cannot read \(VaultDeliveries.file): \(why)")
        }
    }

    /// What the list holds afterwards.
    @discardableResult
    static func change(_ edit: (String) throws(SyntaxError) -> String) throws -> [SecretDelivery] {
        try FileOutput.makeDirectory("/etc/nacre")
        try ProfileChoice.requireRootAlone(VaultDeliveries.file)
        do {
            let new = try edit(try text())
            // What is written must be what is read.
            let deliveries = try explained { () throws(VaultStoreFailure) in try VaultDeliveries.read(new) }
            try FileOutput.replace(VaultDeliveries.file, with: new, isPublic: true)
            return deliveries
        } catch let error as SyntaxError {
            throw ConfigurationError("\(VaultDeliveries.file):\(error.position.line): \(error.message)")
        }
    }
}
