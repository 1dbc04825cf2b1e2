import OpenClawData

/// Vendors of models, and what they sell by an API.
enum KnownModels {
    struct Model: Hashable, Sendable {
        /// Tokens.
        let window: Int
        /// Tokens of one answer.
        let longest: Int
        let reasons: Bool
        let takesImages: Bool
        /// Dollars for a million tokens, as they are written: input, output, reads and writes of the cache; none where unknown.
        let prices: [String?]

        /// What most models take.
        static let unknown = Model(window: 128_000, longest: 8_192, reasons: false, takesImages: false, prices: [nil])
    }

    /// A vendor's dialect and base URL, as OpenClaw has them.
    struct Vendor: Hashable, Sendable {
        let dialect: String
        let address: String
    }

    /// After the manifests of OpenClaw 2026.9.6's plugins.
    static let vendors: [String: Vendor] = [
        "anthropic": Vendor(dialect: "anthropic-messages", address: "https://api.anthropic.com"),
        "google": Vendor(
            dialect: "google-generative-ai",
            address: "https://generativelanguage.googleapis.com/v1beta"
        ),
        "mistral": Vendor(dialect: "openai-completions", address: "https://api.mistral.ai/v1"),
        "nvidia": Vendor(dialect: "openai-completions", address: "https://integrate.api.nvidia.com/v1"),
        "ollama": Vendor(dialect: "ollama", address: "http://127.0.0.1:11434"),
        "openai": Vendor(dialect: "openai-responses", address: "https://api.openai.com/v1"),
        "openrouter": Vendor(dialect: "openai-completions", address: "https://openrouter.ai/api/v1"),
        "together": Vendor(dialect: "openai-completions", address: "https://api.together.xyz/v1"),
        "xai": Vendor(dialect: "openai-responses", address: "https://api.x.ai/v1"),
    ]

    /// The model of a vendor; nothing where it is not known.
    static func model(_ name: String, of vendor: String) -> Model? {
        // OpenRouter names the vendor, too.
        all["\(vendor)/\(name)"] ?? (vendor == "openrouter" ? all[name] : nil)
    }

    private static let all: [String: Model] = {
        var all: [String: Model] = [:]
        for line in OpenClawData.models.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count == 9, let window = Int(fields[1]), let longest = Int(fields[2]) else { continue }
            all[fields[0]] = Model(
                window: window,
                longest: longest,
                reasons: fields[3] == "reasoning",
                takesImages: fields[4] == "image",
                prices: fields[5...].map { $0 == "-" ? nil : $0 }
            )
        }
        return all
    }()
}
