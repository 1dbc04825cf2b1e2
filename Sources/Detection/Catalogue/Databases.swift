extension Detector {
    /// Databases, their hosts, and places for data.
    static let databases: [Detector] = [
        .key("planetscale-token", "PlanetScale secret", "pscale_tkn_", .run(.dottedPadded, 32...)),
        .key("planetscale-password", "PlanetScale secret", "pscale_pw_", .run(.dottedPadded, 32...)),
        .key("planetscale-oauth-token", "PlanetScale secret", "pscale_oauth_", .run(.dottedPadded, 32...)),
        .key("databricks-token", "Databricks token", "dapi", .run(.lowerHex, 32)),
        .key("databricks-numbered-token", "Databricks token", "dapi", .run(.lowerHex, 32), "-", .run(.digit, 1)),
        .named("neon-key", "Neon key", .folded("neon_", "neonapi"), "napi_", .run(.alphanumeric, 64)),
        .key("clickhouse-cloud-key", "ClickHouse Cloud key", "4b1d", .run(.alphanumeric, 38)),
        .key("aiven-token", "Aiven token", "aivenv1", .run(.base64, 100...)),
        .named(
            "airtable-token",
            "Airtable token",
            .folded("airtable"),
            "pat",
            .run(.alphanumeric, 14),
            ".",
            .run(.lowerHex, 64)
        ),
        .named("dropbox-short-token", "Dropbox token", .folded("dropbox"), "sl.", .run(.padded, 130...400)),
        .key("mongodb-atlas-secret", "MongoDB Atlas secret", "mdb_sa_sk_", .run(.token, 40)),
        .key("elastic-cloud-key", "Elastic Cloud key", "essu_", .run(.base64, 40...)),
        .key("contentful-personal-token", "Contentful token", "CFPAT-", .run(.token, 43)),
        .named("airtable-key", "Airtable token", .folded("airtable"), .run(.alphanumeric, 17)),
        .named("algolia-key", "Algolia key", .folded("algolia"), .run(.lowerDigit, 32)),
        .named("confluent-secret", "Confluent secret", .folded("confluent"), .run(.alphanumeric, 64)),
        .named("confluent-key", "Confluent key", .folded("confluent"), .run(.alphanumeric, 16)),
        .named("contentful-token", "Contentful token", .folded("contentful"), .run(.padded, 43)),
        .named("dropbox-secret", "Dropbox secret", .folded("dropbox"), .run(.alphanumeric, 15)),
        .named(
            "dropbox-long-token",
            "Dropbox token",
            .folded("dropbox"),
            .run(.lowerDigit, 11),
            "AAAAAAAAAA",
            .run(.padded, 43),
            checks: [.varied]
        ),
        .named("elastic-key", "Elastic key", .folded("elastic"), .run(.base64, 60)),
        .named("upstash-token", "Upstash token", .folded("upstash"), .run(.base64, 40...120)),
        .named("cloudinary-secret", "Cloudinary secret", .folded("cloudinary"), .run(.token, 27)),
        .named("maxmind-key", "MaxMind key", .folded("maxmind", "geoip"), .run(.alphanumeric, 16)),
        .key(
            "maxmind-license-key",
            "MaxMind key",
            before: [.run(.alphanumeric, 6), "_", .run(.alphanumeric, 29)],
            "_mmk"
        ),
        .named("looker-client", "Looker client", .folded("looker"), .run(.lowerDigit, 20)),
        .named("looker-secret", "Looker secret", .folded("looker"), .run(.lowerDigit, 24)),
        .named("snowflake-token", "Snowflake password", .folded("snowflake"), .run(.token, 20...80)),
    ]
}
