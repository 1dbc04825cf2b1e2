import Detection
import Exchanges
import Glibc
import OutputFilter
import SampleStreams

/// Has random answers that hold no secret passed on, and looks whether a byte is another one afterwards.
///
///     pass-streams COUNT [SEED]
///
/// It ends with 1 where one was changed or refused, after a line for each of the first ten.
let words = Array(CommandLine.arguments.dropFirst())
guard let count = words.first.flatMap({ Int($0) }), count > 0 else {
    print("pass-streams COUNT [SEED]")
    exit(2)
}
var dice = Dice(seed: words.dropFirst().first.flatMap { UInt64($0) } ?? 20_261_130)
var known = KnownValues()
let value = Array("Tr0ub4dor&3-of-the-vault!".utf8)
unsafe value.withUnsafeBytes { bytes in
    do { try unsafe known.add(bytes, named: "db") } catch { fatalError("the value is too short") }
}
let secrecy = Secrecy(known: known, hosts: ["github.com"])
var (faults, bytes, events) = (0, 0, 0)

for number in 0..<count {
    let dialect = Dialect.allCases[number % Dialect.allCases.count]
    let isGated = dice.next() & 1 == 0
    let pieces = BenignText.pieces(with: &dice)
    let stream = Streams.bytes(dialect, pieces)
    (bytes, events) = (bytes + stream.count, events + pieces.count)
    var flow = AnswerFlow(dialect, secrecy, isGated: isGated)
    var out: [UInt8] = []
    var fault = ""
    do throws(StreamFault) {
        var place = 0
        // Byte by byte, in small pieces, or in large ones.
        let most = [1, 7, 200, 5000, stream.count].randomElement(using: &dice) ?? 1
        while place < stream.count {
            let end = min(stream.count, place + Int.random(in: 1...max(1, most), using: &dice))
            out += try flow.read(Array(stream[place..<end]))
            place = end
        }
        out += try flow.finish()
        if isGated { out += flow.open() }
    } catch { fault = error.words }
    if fault.isEmpty, out == stream { continue }
    faults += 1
    if faults <= 10 {
        let found = flow.findings.map(\.kind.id).joined(separator: ", ")
        let place = zip(out, stream).enumerated().first { $1.0 != $1.1 }?.offset ?? min(out.count, stream.count)
        let near = stream[max(0, place - 100)..<min(stream.count, place + 200)]
        print(
            "\(number) \(dialect.rawValue), gated \(isGated): \(fault) [\(found)] at \(place): \(String(decoding: near, as: UTF8.self))"
        )
    }
}
print("\(count) streams, \(events) pieces, \(bytes >> 20) MiB: \(faults) changed or refused")
exit(faults == 0 ? 0 : 1)
