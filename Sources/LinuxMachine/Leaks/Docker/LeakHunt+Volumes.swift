import Documents
import Glibc
import Leaks
import SystemPackage

extension LeakHunt {
    /// Looks through volumes, also those that no container has any more, and what is set of volumes and networks.
    func lookAtVolumesAndNetworks(_ ask: DockerQuestion) {
        for volume in answer("/volumes", ask)?["Volumes"]?.items ?? [] {
            guard goesOn else { return leaveOut("Docker", "the time was over") }
            guard let name = volume["Name"]?.text else { continue }
            count("volume")
            let title = "volume \(name)"
            if isNew(volume["CreatedAt"]) { lookAtLabelsAndOptions(of: title, volume) }
            lookAtContent(of: title, volume)
        }
        for network in answer("/networks", ask)?.items ?? [] where isNew(network["Created"]) {
            lookAtLabelsAndOptions(of: "network \(network["Name"]?.text ?? "")", network)
        }
    }

    /// Options have passwords of servers that volumes lie on.
    private func lookAtLabelsAndOptions(of title: String, _ node: JSONNode) {
        let kinds = [("Labels", "label"), ("Options", "option")]
        lookAtParts(
            of: title,
            kinds.flatMap { member, noun in
                (node[member]?.members ?? []).map {
                    (["\(noun) \($0.key.prefix(100))"], Array("\($0.key)=\($0.value.text ?? "")".utf8)[...])
                }
            }
        )
    }

    private func lookAtContent(of title: String, _ volume: JSONNode) {
        let driver = volume["Driver"]?.text ?? ""
        guard driver == "local" else { return leaveOut(title, "the driver \(driver) keeps it elsewhere") }
        guard let path = volume["Mountpoint"]?.text, path.hasPrefix("/") else {
            return leaveOut(title, "Docker does not say where it is")
        }
        if volume["Options"]?["device"] != nil, !Self.isMounted(path) {
            return leaveOut(title, "it is mounted only while a container runs that has it")
        }
        guard !roots.contains(where: { $0.string == path }) else { return }
        look(at: path)
    }

    /// Whether another file system is there than around it.
    private static func isMounted(_ path: String) -> Bool {
        var (info, around) = (stat(), stat())
        guard unsafe stat(path, &info) == 0, unsafe stat("\(path)/..", &around) == 0 else { return false }
        return info.st_dev != around.st_dev
    }
}
