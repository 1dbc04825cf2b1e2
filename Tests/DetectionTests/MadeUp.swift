@testable import Detection

/// Secrets are made up and put together at run time, so that no scanner takes this file for a leak.
enum MadeUp {
    /// Letters and digits that look random and are always the same.
    static func text(_ count: Int, from alphabet: String = "abcdefghkmnpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ23456789")
        -> String
    {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let characters = Array(alphabet)
        return String(
            (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return characters[Int(state >> 33) % characters.count]
            }
        )
    }

    /// With the checksum of GitHub and npm.
    static func checked(_ text: String) -> String {
        text + String(decoding: Base62Checksum.of(Array(text.utf8)[...]), as: UTF8.self)
    }

    static func base64(_ text: String) -> String {
        String(decoding: Base64Text.of(text).filter { $0 != UInt8(ascii: "=") }, as: UTF8.self)
    }

    static let webToken =
        base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"sub\":\"1234567890\",\"admin\":true}") + "."
        + text(43)

    static let hex = "0123456789abcdef"
    static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    static let secrets: [(String, String)] = [
        ("Anthropic API key", "sk-" + "ant-api03-" + text(93) + "AA"),
        ("OpenRouter API key", "sk-" + "or-v1-" + text(64, from: hex)),
        ("OpenAI API key", "sk-" + "proj-" + text(80)),
        ("API key (sk-)", "sk-" + text(48)),
        ("Google API key", "AI" + "za" + text(35)),
        ("Groq API key", "gs" + "k_" + text(52)),
        ("Telegram bot token", "7123456789" + ":AA" + text(33)),
        ("Discord bot token", "MTI" + text(21) + "." + text(6) + "." + text(38)),
        ("Slack token", "xo" + "xb-" + "2345678901-" + text(24)),
        ("GitHub token", "gh" + "p_" + checked(text(30))),
        ("GitHub token", "github" + "_pat_" + text(70)),
        ("GitLab token", "gl" + "pat-" + text(20)),
        ("npm token", "np" + "m_" + checked(text(30))),
        ("AWS access key", "AK" + "IA" + text(16, from: base32)),
        ("Stripe key", "sk" + "_live_" + text(24)),
        ("JSON Web Token", webToken),
    ]

    static let privateKey =
        "-----BEGIN " + "OPENSSH PRIVATE KEY-----\n" + text(70) + "\n" + text(70) + "\n-----END "
        + "OPENSSH PRIVATE KEY-----"
}
