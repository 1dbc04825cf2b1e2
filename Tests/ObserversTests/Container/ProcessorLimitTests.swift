import Catalog
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Controls
@testable import Observers

@Suite struct ProcessorLimitTests {
    private static func machine(_ host: String, info: String = #"{"NCPU":2,"CpuCfsQuota":true}"#) -> CannedSurface {
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": ""])
        let container = #"{"Name":"/openclaw","State":{"Running":true},"HostConfig":\#(host)}"#
        surface.responses["/var/run/docker.sock"] = [
            "/info": Response(status: 200, body: Array(info.utf8)),
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id":"ab"}]"#.utf8)),
            "/containers/ab/json": Response(status: 200, body: Array(container.utf8)),
        ]
        return surface
    }

    @Test(
        arguments: [
            ("{}", .unset, true), (#"{"NanoCpus":1500000000}"#, 1500, false), (#"{"NanoCpus":2000000000}"#, 2000, true),
            (#"{"CpuQuota":50000}"#, 500, false), (#"{"CpuQuota":400000,"CpuPeriod":200000}"#, 2000, true),
            (#"{"CpuQuota":-1}"#, .unset, true), (#"{"CpusetCpus":"0"}"#, 1000, false),
            (#"{"CpusetCpus":"0-1","NanoCpus":1000000000}"#, 1000, false), (#"{"CpusetCpus":"0-1"}"#, 2000, true),
        ] as [(String, Value, Bool)]
    )
    func `a container has a share where something is left to others`(_ host: String, _ limit: Value, _ drifts: Bool)
        async throws
    {
        let observer = Observer(Self.machine(host))
        guard case .state(let state) = await observer.observe(.facts(.containers)) else {
            Issue.record("unreadable")
            return
        }
        let record = try #require(state.records.first)
        #expect(record[.cpuLimit] == limit && record[.processors] == 2)
        #expect(ControlList.canUseAllProcessors.evaluate(record) == drifts)
    }

    @Test(
        arguments: [
            ("", nil), ("0", 1), ("0-3", 4), ("0-2,4", 4), ("3-1", nil), ("a", nil), ("0-99999999", nil),
        ] as [(String, Int?)]
    )
    func `a list of processors is counted`(_ list: String, _ count: Int?) {
        #expect(ContainersObserver.processors(in: list) == count)
    }

    @Test func `compose takes a number without quotation marks`() {
        #expect(YAMLValue.thousandths(ControlList.processorShare(of: 1)).flow == "0.9")
        #expect(YAMLValue.thousandths(ControlList.processorShare(of: 2)).flow == "1.5")
        #expect(YAMLValue.thousandths(2000).flow == "2" && YAMLValue.thousandths(1005).flow == "1.005")
    }

    @Test func `a kernel that gives no shares is foreseen`() async {
        let size = await Observer(Self.machine("{}", info: #"{"NCPU":2,"CpuCfsQuota":false}"#)).containers.serverSize()
        #expect(size.processorDoubt?.why == "the kernel of this server gives no shares of its processors")
    }
}
