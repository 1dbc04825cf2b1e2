import Foundation
import TestPrograms

/// moto, which stands for AWS and checks signatures; `NACRE_MOTO` names a Python that has it.
final class RealMoto {
    static var program: String? { ProcessInfo.processInfo.environment["NACRE_MOTO"] }
    static var isThere: Bool { program.map(Program.isThere) ?? false }

    /// Makes the account whose keys count from then on, as every request is checked after these three.
    private static let account = """
        import sys, json, boto3
        iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="eu-central-1",
                           aws_access_key_id="first", aws_secret_access_key="first")
        iam.create_user(UserName="nacre")
        iam.put_user_policy(UserName="nacre", PolicyName="secrets", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": "secretsmanager:*"}]}))
        key = iam.create_access_key(UserName="nacre")["AccessKey"]
        print(key["AccessKeyId"], key["SecretAccessKey"])
        """

    private let process: RunningProgram
    let port: Int
    let id: String
    let secret: String

    var address: String { "http://127.0.0.1:\(port)" }

    init() throws {
        port = try StandInServer.freePort()
        process = try RunningProgram(
            "/usr/bin/env",
            [
                "INITIAL_NO_AUTH_ACTION_COUNT=3", Self.program ?? "", "-m", "moto.server", "-H", "127.0.0.1", "-p",
                "\(port)",
            ]
        )
        var words: [String] = []
        for _ in 0..<50 where words.count != 2 {
            usleep(500_000)
            let made = try Program.wait(for: Self.program ?? "", ["-c", Self.account, "http://127.0.0.1:\(port)"])
            words = made.output.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        guard words.count == 2 else { throw RealBao.Refused(description: "moto does not come up") }
        (id, secret) = (words[0], words[1])
    }

    deinit { process.kill() }

    /// What boto3 does as that account.
    func boto(_ line: String) throws -> String {
        let script = """
            import sys, boto3
            aws = boto3.client("secretsmanager", endpoint_url=sys.argv[1], region_name="eu-central-1",
                               aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
            print(\(line))
            """
        let ended = try Program.wait(for: Self.program ?? "", ["-c", script, address, id, secret])
        guard ended.status == 0 else { throw RealBao.Refused(description: ended.errors) }
        return ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
