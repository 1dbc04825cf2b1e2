import Foundation
import Leaks
import Surface
import TestPrograms
import Testing

@testable import LinuxMachine

@Suite struct DockerLeakTests {
    private static let container = String(repeating: "a", count: 64)
    private static let image = "sha256:" + String(repeating: "b", count: 64)

    /// What a daemon answers whose files lie in a directory.
    private static func daemon(in root: String, driver: String = "overlay2", log: String = "json-file") throws
        -> LeakHunt.DockerQuestion
    {
        func write(_ name: String, _ number: Int) throws {
            let path = URL(filePath: "\(root)/\(name)")
            let parent = path.deletingLastPathComponent()
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try Data(#"{"log":"KEY=\#(MadeUpKeys.key(number))\n"}"#.utf8).write(to: path)
        }
        try write("containers/\(container)/\(container)-json.log", 1)
        try write("containers/\(container)/\(container)-json.log.1", 2)
        try write("upper/diff/app/.env", 3)
        try write("base/diff/etc/key", 4)
        try write("volume/_data/state.json", 5)
        try write("unused/_data/state.json", 11)
        try write("overlay2/thrown-away/diff/key", 12)
        let layers = #""GraphDriver":{"Name":"\#(driver)","Data":{"#
        let answers = [
            "/containers/json?all=1": #"[{"Id":"\#(container)","Names":["/gateway"]}]"#,
            "/containers/\(container)/json": #"""
            {"Id":"\#(container)","Image":"\#(image)","Path":"run","Args":["--key","\#(MadeUpKeys.key(6))"],
             "LogPath":"\#(root)/containers/\#(container)/\#(container)-json.log",
             "HostConfig":{"LogConfig":{"Type":"\#(log)","Config":{}}},
             "Config":{"Env":["A=1","API_KEY=\#(MadeUpKeys.key(7))"],"Labels":{"traefik.key":"\#(MadeUpKeys.key(8))"}},
             "Mounts":[{"Type":"volume","Source":"\#(root)/volume/_data"},{"Type":"bind","Source":"/etc"}],
             \#(layers)"UpperDir":"\#(root)/upper/diff","LowerDir":"\#(root)/init/diff:\#(root)/base/diff"}}}
            """#,
            "/images/json?all=1": #"[{"Id":"\#(image)"}]"#,
            "/images/\(image)/json": #"""
            {"Id":"\#(image)","RepoTags":["openclaw:1"],"Config":{"Env":["TOKEN=\#(MadeUpKeys.key(9))"]},
             \#(layers)"UpperDir":"\#(root)/base/diff"}}}
            """#,
            "/images/\(image)/history":
                #"[{"CreatedBy":"ENV KEY=\#(MadeUpKeys.key(10))"},{"CreatedBy":"FROM scratch"}]"#,
            "/info": #"{"Driver":"\#(driver)","DockerRootDir":"\#(root)"}"#,
            "/volumes": #"""
            {"Volumes":[{"Name":"one","Driver":"local","Mountpoint":"\#(root)/volume/_data","Labels":null,"Options":null},
             {"Name":"two","Driver":"local","Mountpoint":"\#(root)/unused/_data","Labels":{"a":"\#(MadeUpKeys.key(13))"}},
             {"Name":"far","Driver":"local","Mountpoint":"\#(root)/unused",
              "Options":{"device":"//host/share","o":"password=\#(MadeUpKeys.key(14))"}},
             {"Name":"cloud","Driver":"rexray","Mountpoint":""}]}
            """#,
            "/networks": #"[{"Name":"net","Labels":{"a":"\#(MadeUpKeys.key(15))"}}]"#,
        ]
        return { target in
            guard let answer = answers[target] else { return .found(Response(status: 404, headers: [:], body: [])) }
            return .found(Response(status: 200, headers: [:], body: Array(answer.utf8)))
        }
    }

    @Test func `all that containers and images hold is looked through`() throws {
        let root = try Program.scratch().path
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtDocker(only: nil, try Self.daemon(in: root))
        let log = "\(root)/containers/\(Self.container)/\(Self.container)-json.log"
        #expect(hunt.places(of: 1) == ["\(log):1"])
        #expect(hunt.places(of: 2) == ["\(log).1:1"])
        #expect(hunt.places(of: 3) == ["container gateway, what it wrote > \(root)/upper/diff/app/.env:1"])
        #expect(hunt.places(of: 4) == ["image openclaw:1 and 1 more > \(root)/base/diff/etc/key:1"])
        #expect(hunt.places(of: 5) == ["\(root)/volume/_data/state.json:1"])
        #expect(hunt.places(of: 6) == ["container gateway > command line, byte 10"])
        #expect(hunt.places(of: 7) == ["container gateway > environment, API_KEY, byte 8"])
        #expect(hunt.places(of: 8) == ["container gateway > label traefik.key, byte 12"])
        #expect(hunt.places(of: 9) == ["image openclaw:1 > environment, TOKEN, byte 6"])
        #expect(hunt.places(of: 10) == ["image openclaw:1 > history, step 2, byte 8"])
        #expect(hunt.places(of: 11) == ["\(root)/unused/_data/state.json:1"])
        #expect(hunt.places(of: 12) == ["image cache of builds > \(root)/overlay2/thrown-away/diff/key:1"])
        #expect(hunt.places(of: 13) == ["volume two > label a, byte 2"])
        #expect(hunt.places(of: 14) == ["volume far > option o, byte 11"])
        #expect(hunt.places(of: 15) == ["network net > label a, byte 2"])
        // The layer in which Docker itself writes is not there.
        #expect(hunt.leftOut.map(\.place) == ["volume far", "volume cloud", "\(root)/init/diff"])
    }

    @Test func `a container that never ran has no log, and a layer is its named image's`() throws {
        let root = try Program.scratch().path
        let answer = try Self.daemon(in: root)
        let (made, other) = (String(repeating: "c", count: 64), "sha256:" + String(repeating: "a", count: 64))
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtDocker(only: nil) { target in
            let text: String
            switch target {
            case "/containers/json?all=1": text = #"[{"Id":"\#(made)","Names":["/made"]}]"#
            case "/containers/\(made)/json":
                let layers = #""GraphDriver":{"Name":"overlay2","Data":{"UpperDir":"\#(root)/upper/diff"}}"#
                text = #"{"Id":"\#(made)","State":{"Status":"created"},"LogPath":"","ResolvConfPath":"",\#(layers)}"#
            case "/images/json?all=1": text = #"[{"Id":"\#(other)"},{"Id":"\#(Self.image)"}]"#
            case "/images/\(other)/json":
                text = #"{"GraphDriver":{"Name":"overlay2","Data":{"UpperDir":"\#(root)/base/diff"}}}"#
            default: return answer(target)
            }
            return .found(Response(status: 200, headers: [:], body: Array(text.utf8)))
        }
        #expect(hunt.leftOut.map(\.place) == ["volume far", "volume cloud"])
        #expect(hunt.places(of: 4) == ["image openclaw:1 and 1 more > \(root)/base/diff/etc/key:1"])
    }

    @Test func `what is elsewhere is told`() throws {
        let root = try Program.scratch().path
        let hunt = MadeUpKeys.hunt()
        hunt.lookAtDocker(only: ["gateway"], try Self.daemon(in: root, driver: "btrfs", log: "fluentd"))
        #expect(hunt.leftOut.contains { $0.why == "the driver fluentd sends it elsewhere" })
        #expect(hunt.leftOut.count { $0.why == "the storage driver btrfs is not looked into" } == 2)
        let other = MadeUpKeys.hunt()
        other.lookAtDocker(only: ["another"], try Self.daemon(in: root))
        #expect(other.leaks.isEmpty && other.leftOut.map(\.why) == ["there is no container another"])
        let none = MadeUpKeys.hunt()
        none.lookAtDocker(only: nil) { _ in .absent }
        #expect(none.leftOut.map(\.why) == ["no daemon answers at /var/run/docker.sock"])
    }
}
