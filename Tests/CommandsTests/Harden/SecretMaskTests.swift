import Testing

@testable import Commands

@Suite struct SecretMaskTests {
    @Test(arguments: [
        (
            #"    "auth": { "mode": "token", "token": "letmein" },"#,
            #"    "auth": { "mode": "token", "token": [masked] },"#
        ),
        ("DB_PASSWORD=x y", "DB_PASSWORD=[masked] y"),
        ("password: 'it\\'s me', port: 1", "password: [masked], port: 1"),
        ("botToken: abc", "botToken: [masked]"), (#""apiKey": "${KEY}""#, #""apiKey": "${KEY}""#),
        (#""secrets": { "a": 1 }"#, #""secrets": { "a": 1 }"#),
        ("PasswordAuthentication no", "PasswordAuthentication no"),
        ("net.ipv4.conf.private.rp_filter = 1", "net.ipv4.conf.private.rp_filter = 1"),
        ("net.ipv4.ip_forward = 1", "net.ipv4.ip_forward = 1"), ("token:", "token:"),
        (#""maxTokens": 8192, "token": 8192"#, #""maxTokens": 8192, "token": [masked]"#),
        (#""tokens": "8192a""#, #""tokens": [masked]"#),
        (#"token: "never ends"#, "token: [masked]"),
    ])
    func `what stands behind the name of a secret is not shown`(_ line: String, _ shown: String) {
        #expect(SecretMask.line(line) == shown)
    }
}
