extension Detector {
    /// Messages, calls and mail.
    static let messaging: [Detector] = [
        .key("slack-bot-token", "Slack token", "xoxb-", .run(.digit, 8...14), "-", .run(.token, 18...)),
        .key(
            "slack-user-token",
            "Slack token",
            "xoxp-",
            .run(.digit, 10...13),
            "-",
            .run(.digit, 10...13),
            "-",
            .run(.token, 28...)
        ),
        .key(
            "slack-workspace-token",
            "Slack token",
            ["xoxa-", "xoxr-"],
            .run(.digit, 1),
            "-",
            .run(.token, 24...),
            checks: [.notMadeUp]
        ),
        .key("slack-legacy-token", "Slack token", ["xoxs-", "xoxo-"], .run(.token, 20...)),
        .key("slack-cookie", "Slack token", ["xoxd-", "xoxc-"], .run(.urlEncoded, 40...)),
        .key("slack-refresh-token", "Slack token", "xoxe-", .run(.token, 20...)),
        .key(
            "slack-configuration-token",
            "Slack token",
            ["xoxe.xoxp-", "xoxe.xoxb-"],
            .run(.digit, 1),
            "-",
            .run(.alphanumeric, 140...)
        ),
        .key("slack-app-token", "Slack app token", "xapp-", .run(.token, 20...)),
        .key("slack-webhook", "webhook address", before: ["https://"], "hooks.slack.com/", .run(.path, 40...200)),
        .key(
            "discord-webhook",
            "webhook address",
            before: ["https://"],
            ["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"],
            .run(.path, 60...200)
        ),
        .key(
            "teams-webhook",
            "webhook address",
            before: ["https://", .run(.token, 1...60)],
            ".webhook.office.com/webhookb2/",
            .run(.path, 60...300)
        ),
        .key(
            "google-chat-webhook",
            "webhook address",
            before: ["https://"],
            "chat.googleapis.com/v1/spaces/",
            .run(.path, 60...300)
        ),
        .key(
            "zapier-webhook",
            "webhook address",
            before: ["https://"],
            "hooks.zapier.com/hooks/catch/",
            .run(.path, 12...80)
        ),
        .key("twilio-key", "Twilio key", .short("SK", then: .lowerHex), .run(.lowerHex, 32)),
        .key("sendgrid-key", "SendGrid API key", "SG.", .run(.dottedPadded, 60...70)),
        .key("brevo-key", "Brevo API key", ["xkeysib-", "xsmtpsib-"], .run(.token, 60...)),
        .key("mailgun-key", "Mailgun key", "key-", .run(.lowerHex, 32)),
        .key("mailchimp-public-key", "Mailchimp key", "pubkey-", .run(.lowerHex, 32)),
        .named(
            "mailchimp-transactional-key",
            "Mailchimp key",
            .folded("mandrill", "mailchimp"),
            "md-",
            .run(.token, 22)
        ),
        .named(
            "resend-key",
            "Resend key",
            .folded("resend"),
            "re_",
            .run(.alphanumeric, 8),
            "_",
            .run(.alphanumeric, 24)
        ),
        .key("mailersend-key", "MailerSend key", "mlsn.", .run(.lowerHex, 64)),
        .key("matrix-token", "Matrix token", ["syt_", "mct_"], .run(.word, 30...)),
        .named("discord-key", "Discord key", .folded("discord"), .run(.lowerHex, 64)),
        .named("discord-secret", "Discord secret", .folded("discord"), .run(.padded, 32)),
        .named("mailchimp-key", "Mailchimp key", .folded("mailchimp"), .run(.lowerHex, 32), "-us", .run(.digit, 1...2)),
        .named(
            "mailgun-signing-key",
            "Mailgun key",
            .folded("mailgun"),
            .run(.lowerHex, 32),
            "-",
            .run(.lowerHex, 8),
            "-",
            .run(.lowerHex, 8)
        ),
        .named("mattermost-token", "Mattermost token", .folded("mattermost"), .run(.lowerDigit, 26)),
        .named(
            "messagebird-token",
            "MessageBird token",
            .folded("messagebird", "message-bird", "message_bird"),
            .run(.lowerDigit, 25)
        ),
        .named(
            "messagebird-client",
            "MessageBird client",
            .folded("messagebird", "message-bird", "message_bird"),
            .run(.uuid, 36),
            checks: [.random, .uuid]
        ),
        .named("sendbird-token", "Sendbird token", .folded("sendbird"), .run(.lowerHex, 40)),
        .named("sendbird-id", "Sendbird ID", .folded("sendbird"), .run(.uuid, 36), checks: [.random, .uuid]),
        .named("gitter-token", "Gitter token", .folded("gitter"), .run(.token, 40)),
        .named("intercom-key", "Intercom key", .folded("intercom"), .run(.padded, 60)),
        .named("zendesk-key", "Zendesk key", .folded("zendesk"), .run(.lowerDigit, 40)),
        .named("beamer-token", "Beamer token", .folded("beamer"), "b_", .run(.padded, 44)),
        .named("twilio-token", "Twilio token", .folded("twilio"), .run(.lowerHex, 32)),
        .named("postmark-token", "Postmark token", .folded("postmark"), .run(.uuid, 36), checks: [.random, .uuid]),
        .named("sparkpost-key", "SparkPost key", .folded("sparkpost"), .run(.lowerHex, 40)),
        .named("vonage-secret", "Vonage secret", .folded("nexmo", "vonage"), .run(.alphanumeric, 16)),
        .named("plivo-token", "Plivo token", .folded("plivo"), .run(.alphanumeric, 40)),
        .named("pushover-token", "Pushover token", .folded("pushover"), .run(.lowerDigit, 30)),
        .named("telegram-key", "Telegram key", .folded("telegram_api_hash", "tg_api_hash"), .run(.lowerHex, 32)),
    ]
}
