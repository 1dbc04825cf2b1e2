import ArgumentParser
import LinuxMachine

/// A part of the key in a cloud, to be had by the role that the cloud gave this machine.
struct CloudChoice: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep the key in AWS Secrets Manager, as this secret; a name is made where it is not there.",
            valueName: "name or ARN"
        )
    )
    var aws: String?

    @Option(help: ArgumentHelp("The region of a secret that is named, such as eu-central-1.", valueName: "region"))
    var awsRegion: String?

    @Option(help: ArgumentHelp("Another address of Secrets Manager, such as an endpoint in a VPC.", valueName: "url"))
    var awsAddress: String?

    @Option(
        help: ArgumentHelp(
            "Keep the key in Google Secret Manager, as projects/acme/secrets/nacre; made where it is not there.",
            valueName: "name"
        )
    )
    var google: String?

    @Option(
        help: ArgumentHelp(
            "Keep the key in Azure Key Vault, as https://acme.vault.azure.net/secrets/nacre; made where it is not there.",
            valueName: "url"
        )
    )
    var azure: String?

    @Option(
        help: ArgumentHelp(
            "The client id of the managed identity to ask as, where this machine has several.",
            valueName: "id"
        )
    )
    var azureIdentity: String?

    init() {}

    var isNamed: Bool { aws != nil || google != nil || azure != nil }

    func validate() throws {
        guard azure != nil || azureIdentity == nil else { throw ValidationError("Say which secret: --azure.") }
        guard aws != nil || awsRegion == nil && awsAddress == nil else {
            throw ValidationError("Say which secret: --aws.")
        }
        guard aws.map({ awsRegion != nil || $0.hasPrefix("arn:") }) ?? true else {
            throw ValidationError("Say in which region the secret is: --aws-region.")
        }
    }

    func sources(_ asking: KeySourceAsking) throws -> [any MasterKeySource] {
        var sources: [any MasterKeySource] = []
        if let aws {
            sources.append(try AWSSecret(aws, region: awsRegion, address: awsAddress, asking: asking))
        }
        if let google { sources.append(try GoogleSecret(google, asking: asking)) }
        if let azure { sources.append(try AzureSecret(azure, identity: azureIdentity, asking: asking)) }
        return sources
    }
}
