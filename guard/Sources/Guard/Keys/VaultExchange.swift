import Exchanges

/// What the vault is asked, and what it answers: version 1 of the protocol that OpenClaw has for its exec providers.
///
/// The broker writes the answer's length before it, in four bytes, so that one that was cut off is none.
enum VaultExchange {
    /// Most names of one question.
    static let mostNames = 256
    /// Bytes of the longest answer.
    static let longestAnswer = 1 << 20

    /// What the vault has for the names that were asked for.
    struct Answer: Equatable {
        var values: [String: [UInt8]] = [:]
        /// Codes that say why there is no value.
        var errors: [String: String] = [:]
    }

    static func question(_ names: [String]) -> [UInt8] {
        let ids = names.map { String(decoding: JSONString.escaped($0), as: UTF8.self) }.joined(separator: ",")
        return Array("{\"protocolVersion\":1,\"provider\":\"nacre\",\"ids\":[\(ids)]}\n".utf8)
    }

    /// Reads an answer; what it says of names that nobody asked for is left out.
    static func answer(_ bytes: [UInt8], to names: [String]) throws(VaultFault) -> Answer {
        // What is wrong with it is not said in its own words: it may hold values.
        guard let root = try? JSONText(bytes).root, root.kind == .object else {
            throw VaultFault(description: "its answer is no JSON object")
        }
        guard root["protocolVersion"]?.integer == 1 else {
            throw VaultFault(description: "its answer is not of version 1 of the protocol")
        }
        guard let values = root["values"], values.kind == .object else {
            throw VaultFault(description: "its answer has no values")
        }
        var answer = Answer()
        for name in names {
            if let value = values[name]?.string, !value.isEmpty {
                answer.values[name] = value
            } else {
                answer.errors[name] = code(root["errors"]?[name]?["code"]?.words)
            }
        }
        return answer
    }

    private static func code(_ text: String?) -> String {
        guard let text, (1...40).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x41...0x5A).contains($0) || $0 == 0x5F })
        else { return "NO_VALUE" }
        return text
    }

    /// Whether the vault may have a secret of that name.
    static func isName(_ name: String) -> Bool {
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard let first = name.utf8.first, isAlphanumeric(first), name.utf8.count <= 200,
            name.utf8.allSatisfy({ isAlphanumeric($0) || "/_.-".utf8.contains($0) })
        else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !["", ".", ".."].contains($0)
        }
    }
}
