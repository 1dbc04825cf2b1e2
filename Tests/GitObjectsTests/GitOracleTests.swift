import Foundation
import GitObjects
import Testing

/// Repositories that Git wrote at random, and what it says that they hold.
///
/// Needs `NACRE_REPOSITORIES`, a directory that scripts/make-repositories wrote.
@Suite struct GitOracleTests {
    @Test func `random repositories have the objects that Git names`() throws {
        guard let directory = ProcessInfo.processInfo.environment["NACRE_REPOSITORIES"] else {
            print("left out: random repositories, for NACRE_REPOSITORIES is not set")
            return
        }
        var (repositories, objects) = (0, 0)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".objects") {
            let path = "\(directory)/\(name.dropLast(".objects".count)).git"
            let listed = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
            let expected = Set(listed.split(separator: "\n").map(String.init))
            let found = try Self.objects(of: path)
            #expect(found == expected, "\(path): \(found.symmetricDifference(expected).count) differ")
            (repositories, objects) = (repositories + 1, objects + found.count)
        }
        print("\(objects) objects of \(repositories) repositories")
    }

    /// A line for each object: its name, kind and size.
    ///
    /// A name that is right stands for the right bytes.
    private static func objects(of repository: String) throws -> Set<String> {
        let settings = try String(contentsOfFile: "\(repository)/config", encoding: .utf8)
        let hash: GitHash = settings.contains("sha256") ? .sha256 : .sha1
        var found: [GitObjectID: String] = [:]
        var whole: [GitObjectID: GitObject] = [:]
        var packs: [String] = []
        let all = try #require(FileManager.default.enumerator(atPath: "\(repository)/objects"))
        for case let name as String in all {
            if name.hasPrefix("pack/"), name.hasSuffix(".pack") || name.hasPrefix("pack/tmp_pack") {
                packs.append(name)
            }
            guard name.split(separator: "/").count == 2, name.utf8.dropFirst(2).first == 0x2F else { continue }
            let object = try LooseObject(bytes("\(repository)/objects/\(name)"))
            let id = try object.read(hash) { _ in }
            #expect(name == "\(id)".prefix(2) + "/" + "\(id)".dropFirst(2))
            found[id] = "\(id) \(object.kind) \(object.size)"
        }
        for name in packs.sorted() {
            let path = "\(repository)/objects/\(name)"
            let index = path.replacing(".pack", with: ".idx")
            let isThere = path != index && FileManager.default.fileExists(atPath: index)
            let read = try ReadPack(
                bytes(path),
                index: isThere ? PackIndex(bytes(index), hash: hash) : nil,
                hash: hash,
                elsewhere: { whole[$0] }
            )
            #expect(read.failures == [], "\(path)")
            for object in read.objects {
                found[object.id] = "\(object.id) \(object.kind) \(object.bytes.count)"
                whole[object.id] = GitObject(object.kind, object.bytes)
            }
        }
        return Set(found.values)
    }

    private static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try #require(FileManager.default.contents(atPath: path)))
    }
}
