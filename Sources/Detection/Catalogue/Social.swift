extension Detector {
    /// Social networks, media and maps.
    static let social: [Detector] = [
        .key("facebook-page-token", "Facebook token", ["EAAM", "EAAC"], .run(.alphanumeric, 80...)),
        .key("facebook-graph-token", "Facebook token", ["EAAB", "EAAG"], .run(.alphanumeric, 100...)),
        .key("instagram-token", "Instagram token", ["IGQV", "IGQWR", "IGAA"], .run(.token, 100...)),
        .key("mapbox-secret-token", "Mapbox token", "sk.eyJ", .run(.token, 50...), ".", .run(.token, 20...24)),
        .named(
            "twitter-bearer-token",
            "X bearer token",
            .folded("twitter"),
            "AAAAAAAAAAAAAAAAAAAAA",
            .run(.urlEncoded, 60...100),
            checks: [.varied]
        ),
        .key("linkedin-secret", "LinkedIn secret", "WPL_AP1.", .run(.base64Dotted, 16...40)),
        .named("facebook-secret", "Facebook secret", .folded("facebook", "fb_app"), .run(.lowerHex, 32)),
        .named(
            "facebook-app-token",
            "Facebook token",
            .folded("facebook", "fb_app"),
            .run(.digit, 15...16),
            "|",
            .run(.token, 27...40)
        ),
        .named("twitter-key", "X key", .folded("twitter"), .run(.alphanumeric, 25)),
        .named("twitter-secret", "X secret", .folded("twitter"), .run(.alphanumeric, 50)),
        .named(
            "twitter-token",
            "X token",
            .folded("twitter"),
            .run(.digit, 15...25),
            "-",
            .run(.alphanumeric, 20...40)
        ),
        .named("twitter-token-secret", "X secret", .folded("twitter"), .run(.alphanumeric, 45)),
        .named("twitch-token", "Twitch token", .folded("twitch"), .run(.lowerDigit, 30)),
        .named(
            "linkedin-client",
            "LinkedIn client",
            .folded("linkedin", "linked_in", "linked-in"),
            .run(.lowerDigit, 14)
        ),
        .named(
            "linkedin-client-secret",
            "LinkedIn secret",
            .folded("linkedin", "linked_in", "linked-in"),
            .run(.alphanumeric, 16)
        ),
        .named("flickr-token", "Flickr token", .folded("flickr"), .run(.lowerDigit, 32)),
        .named(
            "mapbox-token",
            "Mapbox token",
            .folded("mapbox"),
            "pk.",
            .run(.alphanumeric, 60),
            ".",
            .run(.alphanumeric, 22)
        ),
        .named(
            "nytimes-key",
            "New York Times key",
            .folded("nytimes", "new-york-times", "newyorktimes"),
            .run(.padded, 32)
        ),
        .named("spotify-secret", "Spotify secret", .folded("spotify"), .run(.lowerHex, 32)),
        .named("reddit-secret", "Reddit secret", .folded("reddit"), .run(.token, 27...30)),
        .named("pinterest-token", "Pinterest token", .folded("pinterest"), .run(.token, 40...90)),
        .named("unsplash-key", "Unsplash key", .folded("unsplash"), .run(.token, 43)),
        .named("giphy-key", "Giphy key", .folded("giphy"), .run(.alphanumeric, 32)),
        .named("vimeo-token", "Vimeo token", .folded("vimeo"), .run(.lowerHex, 32)),
        .named(
            "openweather-key",
            "OpenWeather key",
            .folded("openweather", "owm_", "weather_api"),
            .run(.lowerHex, 32)
        ),
        .named("steam-key", "Steam key", .folded("steam_api", "steamkey", "steam_key"), .run(.upperHex, 32)),
        .named("shodan-key", "Shodan key", .folded("shodan"), .run(.alphanumeric, 32)),
        .named("virustotal-key", "VirusTotal key", .folded("virustotal"), .run(.lowerHex, 64)),
        .named("ipinfo-token", "IPinfo token", .folded("ipinfo"), .run(.lowerHex, 14)),
        .named("abuseipdb-key", "AbuseIPDB key", .folded("abuseipdb"), .run(.lowerHex, 80)),
    ]
}
