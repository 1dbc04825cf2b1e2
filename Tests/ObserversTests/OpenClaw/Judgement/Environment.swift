import Foundation

/// What a test is given from outside.
enum Environment {
    static subscript(name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    static func bytes(of path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map { Array($0) } }

    static func text(of path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }
}
