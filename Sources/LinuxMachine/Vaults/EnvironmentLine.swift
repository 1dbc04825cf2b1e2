/// A line that systemd, Docker and dotenv read alike.
public enum EnvironmentLine {
    /// - Throws: where the value holds signs that they read differently.
    public static func text(_ variable: String, _ value: [UInt8]) throws(VaultStoreFailure) -> String {
        guard let text = String(validating: value, as: UTF8.self),
            text.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 0x20 && $0.value < 0x7F }),
            !text.contains(where: { "'\"\\#$`".contains($0) })
        else {
            throw .system(
                "the value for \(variable) holds signs that programs read differently in such a file; nacre vault run hands it over as it is"
            )
        }
        return "\(variable)=\(text)"
    }
}
