import MachineTesting
import Documents
import Foundation
import TestPrograms
import Testing

@Suite struct PickleTests {
    @Test func `a request is what Python writes`() {
        let python: [UInt8] = [0x80, 2, 0x5D, 0x28, 0x58, 6, 0, 0, 0] + Array("status".utf8) + [0x65, 0x2E]
        #expect(Pickle.request(["status"]) == python)
    }

    @Test(.enabled(if: Program.isThere("/usr/bin/python3")), arguments: 2...5)
    func `reads what Python writes`(_ version: Int) async throws {
        let script = """
            import pickle, sys
            v = (0, [("Number of jail", 1), ("list", ["a", "é", "a"]), None, True, 600, -1, 70000, 2**40, -2**40, 1.5, {"k": 1}])
            print(list(pickle.dumps(v, \(version))))
            """
        let printed = try await Program.run("/usr/bin/python3", ["-c", script]).output
        let bytes = printed.split { !$0.isNumber }.compactMap { UInt8($0) }
        #expect(
            try Pickle(bytes)
                == .list([
                    .number(0),
                    .list([
                        .list([.text("Number of jail"), .number(1)]),
                        .list([.text("list"), .list([.text("a"), .text("é"), .text("a")])]),
                        .none, .flag(true), .number(600), .number(-1), .number(70000), .number(1 << 40),
                        .number(-(1 << 40)), .number(1), .dictionary([.text("k"): .number(1)]),
                    ]),
                ])
        )
    }

    @Test func `builds a list item by item without copying it each time`() throws {
        let bytes = [UInt8(ascii: "]")] + (0..<300_000).flatMap { _ in Array("Na".utf8) } + [UInt8(ascii: ".")]
        #expect(try Pickle(bytes).items?.count == 300_000)
    }

    @Test func `a container that could be put into itself is refused`() {
        #expect(throws: SyntaxError.self) {
            try Pickle(Array("]q".utf8) + [0] + Array("h".utf8) + [0] + Array("a.".utf8))
        }
        let doubling = (0..<60 as Range<UInt8>).flatMap { index -> [UInt8] in
            [UInt8(ascii: "q"), index, UInt8(ascii: "h"), index, 0x86]
        }
        #expect(throws: SyntaxError.self) { try Pickle(Array("]".utf8) + doubling + Array(".".utf8)) }
    }

    @Test func `nesting has an end`() {
        let bytes =
            [UInt8](repeating: UInt8(ascii: "]"), count: 500) + [UInt8](repeating: UInt8(ascii: "a"), count: 499)
        #expect(throws: SyntaxError.self) { try Pickle(bytes + Array(".".utf8)) }
    }

    @Test func `calls nothing`() throws {
        let bomb = Array("cos\nsystem\n(X".utf8) + [4, 0, 0, 0] + Array("true".utf8) + Array("tR.".utf8)
        #expect(try Pickle(bomb) == .opaque("os.system"))
    }

    @Test func `never traps on random opcodes`() {
        var generator = SeededGenerator(seed: 41)
        let codes =
            Array("(NKMJGXCB])}aetlsuqrhjcRb.".utf8) + [
                0x80, 0x85, 0x86, 0x87, 0x88, 0x8A, 0x8C, 0x8F, 0x90, 0x93, 0x94, 0x95, 0, 1, 2, 0xFF,
            ]
        for _ in 0..<8000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                codes.randomElement(using: &generator) ?? 0
            }
            _ = try? Pickle(bytes)
        }
    }
}
