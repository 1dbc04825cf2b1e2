import Testing

@testable import LinuxMachine

/// Signatures of AWS's own test suite for Signature Version 4.
struct AWSSignatureTests {
    private static let credentials = AWSCredentials(
        id: "AKIDEXAMPLE",
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        token: nil
    )

    @Test(
        arguments: [
            ("GET", "/", [:], "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            ("POST", "/", [:], "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                "GET", "/?Param2=value2&Param1=value1", [:], "",
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
            (
                "POST", "/", ["Content-Type": "application/x-www-form-urlencoded"], "Param1=value1",
                "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
            ),
        ] as [(String, String, [String: String], String, String)]
    )
    func `signs as the published examples do`(
        _ method: String,
        _ path: String,
        _ headers: [String: String],
        _ body: String,
        _ signature: String
    ) {
        let request = Request(
            method: method,
            path: path,
            headers: headers.map { (name: $0, value: $1) },
            body: Array(body.utf8)
        )
        let signed = AWSSignature(credentials: Self.credentials, region: "us-east-1", service: "service")
            .headers(of: request, host: "example.amazonaws.com", date: "20150830T123600Z")
        let proof = signed.last?.value ?? ""
        #expect(proof.hasSuffix("Signature=\(signature)"))
        #expect(proof.contains("Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request"))
        #expect(!proof.contains(Self.credentials.secret))
    }

    @Test func `writes times as AWS does`() {
        #expect(SecretsManager.date(1_440_938_160) == "20150830T123600Z")
        #expect(SecretsManager.date(0) == "19700101T000000Z")
    }
}
