import NIOHTTP1
import OutputFilter

extension Forwarding {
    /// Headers and parts of a query that say who somebody is, as vendors call them; without what stands between words.
    ///
    /// What holds no placeholder there is another account's, and stays here.
    private static let identities: Set<String> = [
        "authorization", "xauthorization", "key", "apikey", "xapikey", "xgoogapikey", "xgoogapitoken", "token",
        "xtoken",
        "accesstoken", "xaccesstoken", "authtoken", "xauthtoken", "xauthkey", "bearertoken", "apitoken", "xapitoken",
        "privatetoken", "idtoken", "refreshtoken", "auth", "xauth", "oauthtoken", "secret", "clientsecret", "password",
        "ocpapimsubscriptionkey", "subscriptionkey", "xamzsecuritytoken", "xgoogiamauthorizationtoken",
        "xserverlessauthorization", "xgooguserproject", "openaiorganization", "openaiproject", "anthropicauthtoken",
        "origin", "referer",
    ]

    /// Whether a name says that somebody's identity follows, however it is written.
    static func isIdentity(_ name: some StringProtocol) -> Bool {
        identities.contains(decoded(name).lowercased().filter { !"-_. ".contains($0) })
    }

    /// A part of a query without the codes that an upstream reads.
    private static func decoded(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var place = 0
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "%"), place + 2 < bytes.count,
                let code = UInt8(String(decoding: bytes[place + 1...place + 2], as: UTF8.self), radix: 16)
            {
                result.append(code)
                place += 3
            } else {
                result.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Headers without those that hold a secret, and what they hold; where the placeholder stands is the guard's to fill.
    static func cleaned(_ headers: HTTPHeaders, _ secrecy: Secrecy) -> (headers: HTTPHeaders, findings: [Finding]) {
        var passed = HTTPHeaders()
        var findings: [Finding] = []
        for (name, value) in headers {
            let rest = Placeholder.removed(from: value)
            let found = secrecy.cleaned(Array("\(name): \(rest)".utf8))?.findings ?? []
            // Another account's stays here without being looked at.
            if found.isEmpty {
                passed.add(name: name, value: value)
            } else if !isIdentity(name) || found.contains(where: { $0.name != nil }) {
                findings += found
            }
        }
        return (passed, findings)
    }
}
