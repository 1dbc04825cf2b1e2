import Documents
import Hardening

/// OpenClaw's store of logins, with references where keys stood.
struct ReferringProfiles: Sendable {
    private let moves: [KeyMigration.Move]

    init(moves: [KeyMigration.Move]) { self.moves = moves.filter(\.key.isProfile) }

    func amendments(at site: OpenClawSite) -> [Amendment] {
        let places = moves.map { $0.key.row.map { Resource.row($0) } ?? .file($0.key.file) }
        return places.uniqued.map { place in
            let here = zip(moves, places).filter { $1 == place }.map(\.0)
            let names = here.map { $0.key.setting[2] }
            return Amendment(
                place,
                "logins by reference from the vault: \(names.firstFew)",
                activation: .gateway(site.gateway)
            ) { state throws(Amendment.Failure) in
                switch state {
                case .file(var file):
                    file.bytes = try Self.edited(file.bytes, here)
                    file.mode &= 0o600
                    return .file(file)
                case .row(var content):
                    let bytes = try Self.edited(Array(content.text.utf8), here)
                    content.text = String(decoding: bytes, as: UTF8.self)
                    return .row(content)
                default: throw Amendment.Failure("is not there any more")
                }
            }
        }
    }

    private static func edited(_ bytes: [UInt8], _ here: [KeyMigration.Move]) throws(Amendment.Failure) -> [UInt8] {
        do {
            var document = try JSONDocument(bytes)
            for move in here {
                let path = move.key.place.map { JSONPathComponent.key($0) }
                let name = move.key.setting[2]
                let reference = ReferringFiles.reference(to: move.name)
                let other = Array(path.dropLast()) + [.key(move.key.place[2] + "Ref")]
                guard let node = document.root[path] else {
                    if let there = document.root[other], JSONValue(there).means(reference) { continue }
                    throw Amendment.Failure("the login \(name) no longer exists")
                }
                guard node.text == move.key.value else {
                    throw Amendment.Failure("the login \(name) holds something else by now")
                }
                document = try document.applying([.set(reference, at: other), .remove(at: path)])
            }
            return document.bytes
        } catch let failure as Amendment.Failure {
            throw failure
        } catch {
            throw Amendment.Failure("\(error)")
        }
    }
}
