import Catalog
import Documents
import Hardening
import Surface
import Vault

/// A line in an environment file of somebody's, of which every other line stays as it is.
struct EnvironmentFile {
    let path: String
    let variable: String
    let host: any MutableSurface

    private static let limit = 1 << 20

    func put(_ value: SecretBytes) async throws {
        let line = try EnvironmentLine.text(variable, value.exposed)
        switch await host.file(path, limit: Self.limit) {
        case .unreadable(let why): throw VaultStoreFailure.system("\(path): \(why)")
        case .absent:
            // Whoever has the directory is who reads it.
            let directory = FileWriter.directory(of: path)
            guard case .found(let status) = await host.status(directory), status.kind == .directory else {
                throw VaultStoreFailure.system("\(directory) is no directory")
            }
            try host.replace(
                path,
                with: .init(Array("\(line)\n".utf8), mode: 0o600, owner: status.owner, group: status.group)
            )
        case .found(let content):
            let text = try text(content)
            guard let strange = Self.strange(text) else {
                let new = try Self.edited(text, variable, line)
                guard new != text || content.status.mode & 0o777 != 0o600 else { return }
                return try replace(content, with: new)
            }
            throw VaultStoreFailure.system("\(path):\(strange) is no line of an environment file; it is left as it is")
        }
    }

    /// The first line that sets nothing and is no comment, such as those of `/etc/shadow`; a value may go over several.
    static func strange(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        let entries = DotenvFile(text).entries.map(\.range)
        var number = 0
        var start = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let range = start..<start + line.count
            start = range.upperBound + 1
            let first = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\r") }
            guard let first, first != UInt8(ascii: "#") else { continue }
            // Docker takes a name alone for a variable of its own.
            let isName = line.allSatisfy {
                $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F
            }
            if !isName, !entries.contains(where: { $0.overlaps(range) }) { return number }
        }
        return nil
    }

    func withdraw() async throws {
        switch await host.file(path, limit: Self.limit) {
        case .absent: return
        case .unreadable(let why): throw VaultStoreFailure.system("\(path): \(why)")
        case .found(let content):
            let new = try Self.edited(try text(content), variable, nil)
            if new.isEmpty { return try host.remove(path) }
            try replace(content, with: new)
        }
    }

    func state(_ value: SecretBytes) async -> DeliveryState {
        switch await host.file(path, limit: Self.limit) {
        case .absent: return DeliveryState(fault: "\(path) is gone")
        case .unreadable(let why): return DeliveryState(fault: "\(path): \(why)")
        case .found(let content):
            if content.status.mode & 0o077 != 0 { return DeliveryState(fault: "\(path) can be read by others") }
            guard let held = DotenvFile(content.bytes).values[variable] else {
                return DeliveryState(fault: "\(path) no longer sets \(variable)")
            }
            guard SecretBytes(held.utf8).equals(value) else {
                return DeliveryState(fault: "\(path) sets \(variable) to another value than the vault's")
            }
            return DeliveryState()
        }
    }

    /// What is replaced is what was read: who writes to it meanwhile is not overwritten.
    private func replace(_ content: FileContent, with text: String) throws {
        let status = content.status
        let old = State.File(content.bytes, mode: status.mode, owner: status.owner, group: status.group)
        try host.replace(
            path,
            with: .init(Array(text.utf8), mode: 0o600, owner: status.owner, group: status.group),
            expecting: Expected(.file(old))
        )
    }

    private func text(_ content: FileContent) throws(VaultStoreFailure) -> String {
        guard let text = String(validating: content.bytes, as: UTF8.self) else {
            throw .system("\(path) is no text; it is left as it is")
        }
        return text
    }

    /// The text with that line in place of every one that sets the variable, or without one.
    ///
    /// - Throws: where another variable would get another value by it, for values may go over several lines.
    static func edited(_ text: String, _ variable: String, _ line: String?) throws(VaultStoreFailure) -> String {
        var bytes = Array(text.utf8)
        let there = DotenvFile(text).entries.filter { $0.name == variable }
        for (number, entry) in there.enumerated().reversed() {
            guard number > 0 || line == nil else {
                bytes.replaceSubrange(entry.range, with: Array((line ?? "").utf8))
                continue
            }
            // With its line end, and what else stands on the line.
            let start = bytes[..<entry.range.lowerBound].lastIndex(where: isLineEnd).map { $0 + 1 } ?? 0
            var end = bytes[entry.range.upperBound...].firstIndex(where: isLineEnd) ?? bytes.count
            if bytes[end...].starts(with: "\r\n".utf8) { end += 1 }
            bytes.removeSubrange(start..<min(end + 1, bytes.count))
        }
        if there.isEmpty, let line {
            let last = bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0
            let end = last > 0 && bytes[last - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes += Array(end.utf8) }
            bytes += Array("\(line)\(end)".utf8)
        }
        let edited = String(decoding: bytes, as: UTF8.self)
        var wanted = DotenvFile(text).values
        wanted[variable] = line.map { String($0.dropFirst(variable.count + 1)) }
        guard DotenvFile(edited).values == wanted else {
            throw .system("\(variable) cannot be changed alone in the way the file is written; it is left as it is")
        }
        return edited
    }

    /// Of a line, as dotenv and systemd have it: also a carriage return that stands alone.
    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
