import COpenSSL
import Hardening

/// Signs a request by AWS's Signature Version 4 (docs.aws.amazon.com, "Create a signed AWS API request").
struct AWSSignature: Sendable {
    let credentials: AWSCredentials
    let region: String
    let service: String

    /// The headers that prove who asks; `date` is of the form 20150830T123600Z.
    ///
    /// The path and the query are encoded as they are sent.
    func headers(
        of request: Request,
        host: String,
        date: String
    ) -> [(name: String, value: String)] {
        var given = [("host", host), ("x-amz-date", date)]
        if let token = credentials.token { given.append(("x-amz-security-token", token)) }
        let signed = (given + request.headers.map { ($0.name.lowercased(), $0.value) }).sorted { $0.0 < $1.0 }
        let names = signed.map(\.0).joined(separator: ";")
        let parts = request.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count == 2 ? parts[1].split(separator: "&").sorted().joined(separator: "&") : ""
        let lines =
            [request.method, String(parts[0]), query] + signed.map { "\($0.0):\($0.1)" }
            + ["", names, Hexadecimal.text(Cryptography.sha256(request.body ?? []))]
        let day = String(date.prefix(8))
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let canonical = Array(lines.joined(separator: "\n").utf8)
        let text = ["AWS4-HMAC-SHA256", date, scope, Hexadecimal.text(Cryptography.sha256(canonical))]
            .joined(separator: "\n")
        var key = Array("AWS4\(credentials.secret)".utf8)
        for word in [day, region, service, "aws4_request", text] { key = Self.code(word, key: key) }
        let proof =
            "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope), SignedHeaders=\(names), "
            + "Signature=\(Hexadecimal.text(key))"
        return given.dropFirst().map { (name: $0.0, value: $0.1) } + [(name: "authorization", value: proof)]
    }

    private static func code(_ text: String, key: [UInt8]) -> [UInt8] {
        let bytes = Array(text.utf8)
        var code = [UInt8](repeating: 0, count: 32)
        _ = unsafe HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &code, nil)
        return code
    }
}

/// What AWS gives a role of this machine, for a few hours.
struct AWSCredentials: Sendable {
    let id: String
    let secret: String
    let token: String?
}
