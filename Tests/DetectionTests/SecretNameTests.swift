import Detection
import Testing

@Suite struct SecretNameTests {
    @Test(arguments: [
        "GATEWAY_TOKEN", "client_secret", "apiKey", "AWS_SECRET_ACCESS_KEY", "DB_PASS", "smtp-pw", "userPassword",
        "Authorization", "privateKey", "signing-key", "credentials", "passphrase",
    ])
    func `knows names of secrets`(_ name: String) throws {
        let known = try #require(SecretName(name))
        #expect(!known.isVague)
    }

    @Test(arguments: [
        "TOKEN_FILE", "secretName", "client_id", "tokenUrl", "csrf_token", "PUBLIC_KEY", "maxTokens", "passwordHash",
        "compass", "PATH", "secret_ref", "token_expiry", "", "_", "secretsDir",
    ])
    func `knows what is said of a secret and is none`(_ name: String) { #expect(SecretName(name) == nil) }

    @Test func `key alone may be any key`() throws {
        #expect(try #require(SecretName("key")).isVague)
        #expect(try #require(SecretName("DB_PASS")).isPassword)
    }
}
