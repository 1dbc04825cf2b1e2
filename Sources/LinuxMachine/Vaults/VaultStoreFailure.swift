public import Vault

/// Why a vault's file could not be read or written, and what to do about it.
public enum VaultStoreFailure: Error, CustomStringConvertible {
    case notThere(String)
    case isThere(String)
    case othersMayRead(String)
    case vault(VaultFailure, String)
    /// Nothing here says how new it is.
    case notKnownHere(String)
    case markChanged(String)
    case busy(String)
    case keySource(String)
    case system(String)

    public var description: String {
        switch self {
        case .notThere(let path): "there is no vault \(path); first: sudo nacre vault init"
        case .isThere(let path): "\(path) is there already, and is left as it is"
        case .othersMayRead(let path):
            "\(path) can be read by others than its owner; it is not used like that: chmod 600 \(path)"
        case .vault(.damaged, let path):
            "\(path) was changed or damaged since it was written; the copy from before the last change: "
                + Self.command("verify --restore", path)
        case .vault(.older(let epoch, let seen), let path):
            "\(path) is an older copy (number \(epoch)), and number \(seen) was here before; where you put it there "
                + "yourself: \(Self.command("verify --accept-copy", path))"
        case .vault(let failure, let path): "\(path): \(failure)"
        case .notKnownHere(let path):
            "nothing on this server says how new \(path) is; where you put it there yourself: "
                + Self.command("verify --accept-copy", path)
        case .markChanged(let path):
            "\(path) is not as Nacre wrote it; if nothing else is wrong: \(Self.command("verify --accept-copy", path))"
        case .busy(let path): "another process has been changing the vault for too long (\(path)); nothing was changed"
        case .keySource(let why), .system(let why): why
        }
    }

    /// Only root has the server's own vault.
    static func command(_ rest: String, _ path: String) -> String {
        "\(path.hasPrefix(GenerationStore.standard + "/") ? "sudo " : "")nacre vault \(rest)"
    }
}
