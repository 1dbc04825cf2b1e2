import Testing

@testable import Detection

/// Names, expressions and constants in the code of programs are no secrets; what was drawn at random is one in the same places.
@Suite struct SourceCodeTests {
    private func finds(_ text: String) -> [String] { SecretScanner().scan(Array(text.utf8)).map(\.kind.id) }

    /// Lines as packages and their documentation have them.
    private static let code = [
        "const password = request.credentials?.password ?? \"\";", "\tpassword: daemonProbeAuth?.password2,\n",
        "exports.SOCKS5_NO_ACCEPTABLE_AUTH = exports.SOCKS5_CUSTOM_AUTH_END = 1;",
        "exports.pkcs15Token = exports.id_pkcs9_at_userPKCS12 = 1;", "_this.tokenize = line_js_1.tokenize;",
        "token: ScopedClaimTokenField$1,", "refreshCodexToken: refreshCodexToken$1\n});",
        "oAuth2ClientCredentialsInput: OAuth2ClientCredentialsInput,", "token_tag_ == CBORTokenTag::STRING16\0",
        "{allowExecSecretRefs:Ot.options.allowExec===!0,a:1}", "{skipAuth:pr||Ot.skipImplicitAuth===!0,...pr}",
        "{deviceTokenHint:!0||Zt.canRetryWithDeviceToken===!0}", "{rootKey:Dn.length===1?cr:_n.rootKey,a:1}",
        "{password:pr?Hr1:Br.secretRefConfigured?void 0:kn}",
        "Ot.rememberX509Credential=Ot.findX509OAuthError=Ot.rememberX509OAuthError=Ot.x;",
        "{marker:r,token:e.tokens.length-1,end:-1}", "const KEY = \"auth-profile-sqlite-alias-map:v1\";",
        "const A_KEY = \"retiredCopilotCustodyBlockedV1\";", "{storageKey:`openclaw.browser.panel.v1`,a:1}",
        "oauth2MetadataSecrets: \"oauth2_metadata_secrets\",", "{ \"key\": \"agent:main:scratch-1\", \"ok\": true }",
        "const TOKEN_CHARACTERS = \"[A-Za-z0-9._~+/-]+=*\";", "API_KEY: \"bce-v3/ALTAK-...\"",
        "Publish repo secret: `DOCS_I18N_OPENAI_API_KEY`", "const TOKEN_HOST = \"oauth2.googleapis.com\";",
        "const ADMIN_TOKEN_PREFIX = \"openclaw:openai-admin:v1:\";", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "authorization: thisCreds.token_type + ' ' + x", "['authorization', 'www-authenticate', 'cookie']",
        "selection, authorization, and connection-ownership", "authorization:`GitHub-autorisatie`,",
        "-H \"Authorization: Bearer sk-litellm-key\"", "erilog-sk-prompt-state-selector|",
        "{password:Pn.localPassword.hasSecretRef?void 0:1}", "{passwordTitle:`login.failure.authRequired.title`}",
        "githubAuthorization:`GitHub yetkilendirmesi`,",
        "url.parse(\"https://anonymous:flabada@developer.mozilla.org/\")",
    ]

    @Test(arguments: code) func `code and its constants are passed over`(_ text: String) { #expect(finds(text) == []) }

    private static let value = MadeUp.text(32)

    @Test(arguments: [
        "const token = \"\(value)\";", "{token:\"\(value)\",a:1}", "token: \(value),\n", "token = \(value);\n",
        "token=\(value), user=a", "{authToken:`\(value)`}", "SECRET=\(value)===\n", "key: \(value)\n}",
        "\"authorization\", \"Bearer \(value)\"", "Authorization: \(value)\n", "secret: a.\(value)\n",
        "secret: a.\(value);",
        "SECRET_TOKEN=v1.\(value)\n", "JWT_SECRET: \"winter-Sonne-99-Geheim\"\n", "token=Winter7Sonne9Geheim4Licht\n",
    ])
    func `a value in the same place is found`(_ text: String) { #expect(finds(text).count == 1, "\(text)") }

    @Test func `a password of a few words and signs is found`() {
        #expect(finds("PASSWORD=Hello?World1!x\n") == ["password"])
        #expect(finds("PASSWORD=My.LongSonne1;") == ["password"])
    }

    @Test func `public keys are passed over, private ones of the same length are not`() {
        // The beginning of every key of P-256, and the byte that a point of it begins with.
        let info = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"
        #expect(finds("key: \"\(info)\(MadeUp.text(88))\"") == [])
        #expect(finds("key: \"\(MadeUp.text(124))\"") == ["secret-value"])
        #expect(finds("--key=BL\(MadeUp.text(85)) x") == [])
        #expect(finds("--key=CL\(MadeUp.text(85)) x") == ["secret-value"])
        let digits = MadeUp.text(40, from: MadeUp.hex)
        #expect(finds("Release GPG key: \(digits)\n") == [])
        #expect(finds("Release key: \(digits)\n") == ["secret-value"])
    }

    @Test func `pairs of letters tell words from what was drawn`() {
        func frequency(_ text: String) -> Int {
            unsafe Array(text.utf8).withUnsafeBytes { unsafe Placeholder.frequency(ByteView($0), 0..<$0.count) }
        }
        #expect(frequency("the credentials are stored in an environment variable") > 75)
        #expect(frequency(MadeUp.text(4000, from: "abcdefghijklmnopqrstuvwxyz")) < 22)
    }
}
