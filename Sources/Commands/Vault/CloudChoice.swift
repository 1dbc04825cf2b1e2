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

    init() {}

    func validate() throws {
        guard aws != nil || awsRegion == nil && awsAddress == nil else {
            throw ValidationError("Say which secret: --aws.")
        }
        guard aws.map({ awsRegion != nil || $0.hasPrefix("arn:") }) ?? true else {
            throw ValidationError("Say in which region the secret is: --aws-region.")
        }
    }

    func sources(_ asking: KeySourceAsking) throws -> [any MasterKeySource] {
        try aws.map { [try AWSSecret($0, region: awsRegion, address: awsAddress, asking: asking)] } ?? []
    }
}
