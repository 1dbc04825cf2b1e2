import Documents
import Hardening
import Surface

extension ComposeService {
    /// A file or directory of the server that a service's containers get.
    struct HostMount {
        /// As the files name it.
        let source: String
        /// What it is to a container that has it.
        let kind: String
        let line: Int
    }

    /// What of the server's files its containers get: by bind mounts, by volumes that are bound to a path, by secrets and
    /// configs that are files, and by the key that hands over the engine's socket.
    var hostMounts: [HostMount] {
        let reader = ComposeReader(node)
        var found = reader.mounts.map { mount in
            HostMount(source: mount.source, kind: kind(of: mount.source, at: mount.target), line: mount.line)
        }
        for volume in reader.namedVolumes {
            guard let options = definitions["volumes"]?[volume.name]?["driver_opts"] else { continue }
            guard let device = options["device"]?.text,
                var kind = ContainersObserver.volumeKind(device, options["o"]?.text, at: volume.target)
            else { continue }
            if kind == "data" { kind = self.kind(of: device, at: volume.target) }
            found.append(HostMount(source: device, kind: kind, line: volume.line))
        }
        for key in ["secrets", "configs"] {
            for item in node[key]?.items ?? [] {
                guard let name = item.text ?? item["source"]?.text,
                    let file = definitions[key]?[name]?["file"]?.text
                else { continue }
                found.append(HostMount(source: file, kind: kind(of: file, at: ""), line: item.line))
            }
        }
        if reader.flag("use_api_socket") != false {
            let line = node["use_api_socket"]?.line ?? node.line
            found.append(HostMount(source: "/var/run/docker.sock", kind: "container engine socket", line: line))
        }
        return found
    }

    /// Those that hand over more than data.
    var dangerousMounts: [HostMount] { hostMounts.filter { $0.kind != "data" } }

    /// A relative path begins where its project is; the worst counts where the service comes from several.
    private func kind(of source: String, at target: String) -> String {
        let named = ContainersObserver.mountKind(source, at: target)
        guard named == "data", source.hasPrefix("/") || source.hasPrefix(".") else { return named }
        let kinds = directories.sorted().map {
            ContainersObserver.mountKind(Path.resolve(source, from: $0), at: target)
        }
        return kinds.first { $0 != "data" } ?? "data"
    }
}
