public import Vault

extension KeySource {
    /// As a person reads it.
    public var words: String {
        let server = parameters["address"] ?? "a server"
        return switch kind {
        case KeyFile.kind: parameters["path"] ?? kind
        case Passphrase.kind: "a passphrase"
        case SystemdCredential.kind: "systemd, bound to this machine (\(parameters["with-key"] ?? "auto"))"
        case KVSecret.kind: "\(parameters["mount"] ?? "")/\(parameters["path"] ?? "") at \(server)"
        case TransitKey.kind: "the transit key \(parameters["mount"] ?? "")/\(parameters["key"] ?? "") at \(server)"
        case AWSSecret.kind: "\(parameters["secret"] ?? "") in AWS Secrets Manager, \(parameters["region"] ?? "")"
        case GoogleSecret.kind: "\(parameters["secret"] ?? "") in Google Secret Manager"
        case AzureSecret.kind: "\(parameters["secret"] ?? "") in Azure Key Vault"
        default: kind
        }
    }
}
