extension Detector {
    /// Work together: tasks, documents, designs, forms.
    static let work: [Detector] = [
        .key("linear-key", "Linear API key", "lin_api_", .run(.alphanumeric, 30...)),
        .key("linear-oauth-token", "Linear API key", "lin_oauth_", .run(.lowerHex, 64)),
        .key("notion-token", "Notion token", "ntn_", .run(.alphanumeric, 40...)),
        .key("notion-integration-secret", "Notion token", "secret_", .run(.alphanumeric, 43)),
        .key("postman-key", "Postman key", "PMAK-", .run(.lowerHex, 24), "-", .run(.lowerHex, 34)),
        .key("typeform-token", "Typeform token", "tfp_", .run(.dottedPadded, 40...)),
        .key("readme-key", "ReadMe key", "rdme_", .run(.alphanumeric, 70)),
        .key("frameio-token", "Frame.io token", "fio-u-", .run(.padded, 64)),
        .key("figma-token", "Figma token", ["figd_", "figo_", "figu_"], .run(.token, 40...)),
        .key(
            "asana-token",
            "Asana token",
            ["2/1", "1/1"],
            .run(.digit, 14...16),
            "/",
            .run(.digit, 14...17),
            ":",
            .run(.lowerHex, 32)
        ),
        .key("clickup-token", "ClickUp token", "pk_", .run(.digit, 6...9), "_", .run(.upperDigit, 32)),
        .key("canva-secret", "Canva secret", "cnvca", .run(.token, 40...)),
        .key(
            "hubspot-token",
            "HubSpot token",
            ["pat-na1-", "pat-na2-", "pat-eu1-"],
            .run(.uuid, 36),
            checks: [.random, .uuid]
        ),
        .key("cal-com-key", "Cal.com key", "cal_live_", .run(.alphanumeric, 32)),
        .named("asana-client", "Asana client", .folded("asana"), .run(.digit, 16), checks: [.notMadeUp]),
        .named("asana-secret", "Asana secret", .folded("asana"), .run(.lowerDigit, 32)),
        .named("adafruit-key", "Adafruit IO key", .folded("adafruit"), .run(.lowerToken, 32)),
        .named("hubspot-key", "HubSpot key", .folded("hubspot"), .run(.uuid, 36), checks: [.random, .uuid]),
        .named("linear-secret", "Linear secret", .folded("linear"), .run(.lowerHex, 32)),
        .named("trello-token", "Trello token", .folded("trello"), .run(.alphanumeric, 32)),
        .named("trello-user-token", "Trello token", .folded("trello"), .run(.lowerHex, 64)),
        .named(
            "squarespace-token",
            "Squarespace token",
            .folded("squarespace"),
            .run(.uuid, 36),
            checks: [.random, .uuid]
        ),
        .named("rapidapi-key", "RapidAPI key", .folded("rapidapi", "rapid_api"), .run(.token, 50)),
        .named("monday-token", "monday.com token", .folded("monday"), .run(.token, 120...260)),
        .named("calendly-token", "Calendly token", .folded("calendly"), .run(.dotted, 80...400)),
        .named("zoom-secret", "Zoom secret", .folded("zoom_", "zoomclient"), .run(.alphanumeric, 32)),
        .named("box-secret", "Box secret", .folded("box_client", "boxclient"), .run(.alphanumeric, 32)),
        .named("docusign-key", "DocuSign key", .folded("docusign"), .run(.uuid, 36), checks: [.random, .uuid]),
        .named("surveymonkey-token", "SurveyMonkey token", .folded("surveymonkey"), .run(.base64, 60...120)),
        .named("postman-token", "Postman key", .folded("postman"), .run(.lowerHex, 64)),
    ]
}
