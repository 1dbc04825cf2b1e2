extension Detector {
    /// Clouds and their accounts.
    static let clouds: [Detector] = [
        .key(
            "aws-access-key",
            "AWS access key",
            ["AKIA", "ASIA", "ABIA", "ACCA"],
            .run(.base32, 16),
            checks: [.notMadeUp]
        ),
        .key("alibaba-access-key", "Alibaba access key", "LTAI", .run(.alphanumeric, 16...24)),
        .key(
            "azure-client-secret",
            "Azure client secret",
            before: [.run(.tilded, 3), .run(.digit, 1)],
            .short("Q~", after: .digit),
            .run(.tilded, 31...34)
        ),
        .key("azure-storage-key", "Azure storage key", "AccountKey=", .run(.base64, 88)),
        .key("azure-shared-access-signature", "Azure access signature", "sig=", .run(.urlEncoded, 46...66)),
        .key("azure-openai-key", "Azure AI key", before: [.run(.alphanumeric, 52)], "JQQJ99", .run(.alphanumeric, 26)),
        .key("google-service-account", "Google service account", "\"private_key_id\": \"", .run(.lowerHex, 40)),
        .key("digitalocean-token", "DigitalOcean token", "dop_v1_", .run(.hex, 64)),
        .key("digitalocean-oauth-token", "DigitalOcean token", "doo_v1_", .run(.hex, 64)),
        .key("digitalocean-refresh-token", "DigitalOcean token", "dor_v1_", .run(.hex, 64)),
        .key("digitalocean-spaces-key", "DigitalOcean key", "DO00", .run(.upperDigit, 16)),
        .key("yandex-api-key", "Yandex key", "AQVN", .run(.token, 35...38)),
        .key("yandex-token", "Yandex key", "t1.9", .run(.token, 16...), ".", .run(.token, 86)),
        .key("yandex-access-key", "Yandex key", "YCAJE", .run(.token, 20)),
        .key("yandex-secret-key", "Yandex key", "YCN", .run(.token, 37)),
        .key("tencent-secret-id", "Tencent secret ID", "AKID", .run(.alphanumeric, 32)),
        .key("scaleway-access-key", "Scaleway key", "SCW", .run(.upperDigit, 17)),
        .key("scalingo-token", "Scalingo token", "tk-us-", .run(.token, 48)),
        .named(
            "aws-secret-key",
            "AWS secret key",
            .folded("aws_secret", "awssecret", "secret_access_key", "secretaccesskey"),
            .run(.base64, 40)
        ),
        .named(
            "aws-session-token",
            "AWS session token",
            .folded("aws_session_token", "awssessiontoken"),
            .run(.base64, 100...)
        ),
        .named("alibaba-secret-key", "Alibaba secret key", .folded("alibaba", "aliyun"), .run(.alphanumeric, 30)),
        .named("azure-key", "Azure key", .folded("azure"), .run(.base64, 88)),
        .named("azure-cognitive-key", "Azure key", .folded("azure", "cognitive"), .run(.lowerHex, 32)),
        .named("hetzner-token", "Hetzner token", .folded("hcloud", "hetzner"), .run(.alphanumeric, 64)),
        .named("linode-token", "Linode token", .folded("linode"), .run(.lowerHex, 64)),
        .named("vultr-key", "Vultr key", .folded("vultr"), .run(.upperDigit, 36)),
        .named(
            "scaleway-secret-key",
            "Scaleway key",
            .folded("scaleway", "scw_"),
            .run(.uuid, 36),
            checks: [.random, .uuid]
        ),
        .named("ovh-secret", "OVHcloud token", .folded("ovh_"), .run(.alphanumeric, 32)),
        .named("yandex-secret", "Yandex key", .folded("yandex"), .run(.token, 40)),
        .named("meraki-key", "Cisco Meraki key", .folded("meraki"), .run(.lowerHex, 40)),
    ]
}
