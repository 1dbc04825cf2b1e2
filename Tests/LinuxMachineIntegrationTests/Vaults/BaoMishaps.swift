import Foundation
import Glibc
import Hardening
import Vault

@testable import LinuxMachine

/// What can go wrong with a server, whatever is asked of it, and with a token in a file.
enum BaoMishaps {
    static func all(_ bao: StandInBao, tokenFile: String) -> [KeySourceCase.Mishap] {
        let address = bao.address
        let answers: [(String, String, StandInServer.Answer)] = [
            ("sealed", "sealed", .whole(503, #"{"errors":["Vault is sealed"]}"#)),
            ("expired", "expired", .whole(403, #"{"errors":["permission denied"]}"#)),
            ("not there", "404", .whole(404, #"{"errors":[]}"#)),
            ("its token repeated", "500", .whole(500, #"{"errors":["\#(StandInBao.token)"]}"#)),
            ("a redirect", "elsewhere", .raw("HTTP/1.1 307 Go\r\nLocation: https://evil.test/\r\n\r\n")),
            ("nothing said", "within 1 s", .silence),
            ("drop by drop", "within 1 s", .drip),
            ("no JSON", "no JSON", .whole(200, "<html>")),
            ("a list", "no JSON object", .whole(200, "[]")),
            ("empty", address, .whole(200, "")),
            ("another object", address, .whole(200, #"{"data":{"data":{"other":"x"}}}"#)),
            (
                "another version", address,
                .whole(200, #"{"data":{"data":{"key":"\#(StandInBao.written)"},"metadata":{"version":9}}}"#)
            ),
            (
                "another key", "another key",
                .whole(
                    200,
                    #"{"data":{"data":{"key":"\#(StandInBao.written)"},"metadata":{"version":1},"plaintext":"\#(Data(repeating: 7, count: 32).base64EncodedString())"}}"#
                )
            ),
            (
                "another length", "key of",
                .whole(200, #"{"data":{"data":{"key":"4e4e"},"metadata":{"version":1},"plaintext":"AAAA"}}"#)
            ),
            ("cut off", "cut off", .raw("HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"data\":")),
            ("two lengths", "length", .raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}")),
            ("more than it says", "longer", .raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}{}")),
            ("huge by its word", "more than", .raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")),
            ("huge", "more than", .raw("HTTP/1.1 200 OK\r\n\r\n{\"\(String(repeating: "x", count: 3 << 20))")),
            ("a header without end", "header", .raw("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 99_000))")),
            ("no HTTP", address, .raw("SSH-2.0-OpenSSH_9.2\r\n\r\n")),
            (
                "a piece that lies", "piece",
                .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}}\r\n0\r\n\r\n")
            ),
            ("hung up", "hung up", .raw("")),
        ]
        return answers.map { what, named, answer in
            .init(what: what, named: named, befall: { bao.say(answer) }, mend: { bao.say(nil) })
        } + files(tokenFile) + heads
    }

    /// A token that is away, open to others, or none.
    static func files(_ path: String) -> [KeySourceCase.Mishap] {
        let kept = path + ".kept"
        let away: () throws -> Void = { try FileManager.default.moveItem(atPath: path, toPath: kept) }
        let back: () throws -> Void = {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: kept, toPath: path)
        }
        func holding(_ text: String) -> () throws -> Void {
            {
                try away()
                try Data(text.utf8).write(to: URL(filePath: path))
                unsafe chmod(path, 0o600)
            }
        }
        return [
            .init(what: "no token", named: path, befall: away, mend: back),
            .init(
                what: "a token for all",
                named: path,
                befall: { unsafe chmod(path, 0o644) },
                mend: { unsafe chmod(path, 0o600) }
            ),
            .init(what: "an empty token", named: path, befall: holding("\n"), mend: back),
            .init(what: "a token of many lines", named: path, befall: holding("a\r\nX-Other: b"), mend: back),
            .init(
                what: "a token without end",
                named: path,
                befall: holding(String(repeating: "x", count: 9000)),
                mend: back
            ),
            .init(what: "another token", named: "expired", befall: holding("hvs.another-token"), mend: back),
        ]
    }

    /// A head that leads to where nothing secret goes.
    private static var heads: [KeySourceCase.Mishap] {
        func with(_ name: String, _ value: String?) -> (KeySource) -> KeySource {
            { source in
                var parameters = source.parameters
                parameters[name] = value
                return KeySource(source.kind, parameters)
            }
        }
        let closed = "http://127.0.0.1:1"
        // Not loopback by its number; a fault that connects to it stays on this machine.
        let clear = "http://0.0.0.0:1"
        return [
            .init(what: "nobody there", named: closed, head: with("address", closed)),
            .init(what: "in the clear", named: "needs https", head: with("address", clear)),
            .init(
                what: "a password in the address",
                named: "address",
                head: with("address", "https://u:hunter2@0.0.0.0:1")
            ),
            .init(what: "a path in the address", named: "address", head: with("address", "https://0.0.0.0:1/v1")),
            .init(what: "no address", named: "address", head: with("address", nil)),
            .init(what: "no login", named: "log in", head: with("token-file", nil)),
            .init(what: "out of the mount", named: "mount", head: with("mount", "secret/../sys")),
            .init(what: "a mount with a query", named: "mount", head: with("mount", "secret?x")),
            .init(what: "no check", named: "check", head: with("check", nil)),
        ]
    }
}
