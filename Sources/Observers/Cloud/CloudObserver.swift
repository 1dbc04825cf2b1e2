import Catalog
import Hardening
import Rulesets
import Surface

/// What the provider's first boot left behind.
struct CloudObserver: SubjectObserver {
    let look: Look

    /// What a provider gave the server, and what it left there.
    func cloud() async -> [Record] { await metadataService() + firstBootFiles() + cloudSettings() }

    /// Providers by what their machines say in DMI's system or board vendor and product name.
    private static let vendors: [(mark: String, name: String)] = [
        ("amazon ec2", "Amazon EC2"), ("google", "Google Cloud"), ("microsoft corporation", "Azure"),
        ("hetzner", "Hetzner"), ("digitalocean", "DigitalOcean"), ("vultr", "Vultr"), ("linode", "Linode"),
        ("akamai", "Linode"), ("scaleway", "Scaleway"), ("openstack", "OpenStack"), ("oraclecloud", "Oracle Cloud"),
        ("alibaba", "Alibaba Cloud"), ("ovh", "OVH"), ("upcloud", "UpCloud"), ("exoscale", "Exoscale"),
    ]

    /// The link-local addresses on which providers answer (Amazon's, and by now everybody's), IPv6 where there is one.
    private static let metadataAddresses: [(AddressFamily, String)] = [
        (.ipv4, "169.254.169.254"), (.ipv6, "fd00:ec2::254"),
    ]

    private func metadataService() async -> [Record] {
        guard surface.isLive else {
            return [
                Record(
                    "metadata service",
                    [
                        .cloudKind: "metadata service",
                        .cloudVendor: .unknown(.needsRunningSystem("needs a running system")),
                        .metadataReachable: .unknown(.needsRunningSystem("needs a running system")),
                    ]
                )
            ]
        }
        let vendor = await cloudVendor()
        let vantage = await proof.vantage()
        let filters = await firewall.packetFilters()
        guard !vantage.bridges.isEmpty else {
            return [
                Record(
                    "metadata service",
                    [.cloudKind: "metadata service", .cloudVendor: vendor, .metadataReachable: .unset]
                )
            ]
        }
        var records: [Record] = []
        for (family, text) in Self.metadataAddresses {
            guard !vantage.bridges(of: family).isEmpty, vantage.uses(family) != false, let address = Address(text)
            else { continue }
            var record = Record(
                "metadata service at \(text)",
                [.cloudKind: "metadata service", .cloudVendor: vendor]
            )
            switch filters[family] {
            case .found(let filters):
                let passage = await firewall.filtered(filters).leavingContainers(to: address, port: 80)
                let isForwarding = vantage.isForwarding[family] ?? nil
                record[.metadataReachable] = isForwarding == false ? false : passage.value(true, false)
                record[.decidedBy] = .text("\(passage.decision)")
            case .unreadable(let why): record[.metadataReachable] = .unknown(why)
            case .absent, nil: record[.metadataReachable] = .unknown(.notObserved("the rules were not read"))
            }
            records.append(record)
        }
        return records
    }

    private func cloudVendor() async -> Value {
        var words = ""
        for name in ["sys_vendor", "board_vendor", "product_name", "chassis_asset_tag"] {
            switch await surface.text("/sys/class/dmi/id/\(name)") {
            case .found(let text): words += " " + text.lowercased()
            case .absent: continue
            case .unreadable(let why): return .unknown(why)
            }
        }
        // Hyper-V at home calls itself Microsoft too; Azure alone has this tag.
        if words.contains("microsoft corporation"), !words.contains("7783-7084-3265-9085-8269-3286-77") {
            return .unset
        }
        return Self.vendors.first { words.contains($0.mark) }.map { .text($0.name) } ?? .unset
    }

    /// What cloud-init keeps of the first boot; the provider or the person who ordered the server wrote it.
    private func firstBootFiles() async -> [Record] {
        var records: [Record] = []
        for path in await firstBootPaths() {
            var record = Record(path, [.cloudKind: "first-boot data"])
            switch await surface.file(path, limit: 8 << 20) {
            case .absent: continue
            case .unreadable(let why):
                record[.holdsPassword] = .unknown(why)
                record[.leftoverMode] = .unknown(why)
            case .found(let content):
                if content.bytes.starts(with: [0x1f, 0x8b]) {
                    record[.holdsPassword] = .unknown(.notModeled("it is compressed"))
                } else {
                    let form: CloudConfig.Form = path.contains(".log") ? .log : .given
                    let text = String(decoding: content.bytes, as: UTF8.self)
                    let line = CloudConfig.passwordLine(in: text, form: form)
                    record.set(.holdsPassword, .flag(line != nil), from: Origin(path, line: line))
                    // The distribution's own configuration is everybody's to read while it has no password.
                    if line == nil, path.hasPrefix("/etc/cloud/") { continue }
                }
                record.set(.leftoverMode, .mode(content.status.mode & 0o777), from: Origin(path))
            }
            records.append(record)
        }
        return records
    }

    /// Where data of the first boot is given, kept and logged.
    private func firstBootPaths() async -> [String] {
        let base = "/var/lib/cloud"
        let names = [
            "user-data.txt", "user-data.txt.i", "vendor-data.txt", "vendor-data.txt.i", "vendor-data2.txt",
            "vendor-data2.txt.i", "cloud-config.txt", "vendor-cloud-config.txt", "vendor2-cloud-config.txt", "obj.pkl",
        ]
        var instances = ["\(base)/instance"]
        let current = Path.name(await surface.link(instances[0]).content ?? "")
        for name in await surface.entries("\(base)/instances").content ?? [] where name != current {
            instances.append("\(base)/instances/\(name)")
        }
        var paths: [String] = []
        for instance in instances {
            paths += names.map { "\(instance)/\($0)" }
            for folder in ["scripts", "scripts/vendor"] {
                let directory = "\(instance)/\(folder)"
                paths += (await surface.entries(directory).content ?? []).map { Path.join(directory, $0) }
            }
        }
        let seeds =
            ["\(base)/seed"] + (await surface.entries("\(base)/seed").content ?? []).map { "\(base)/seed/\($0)" }
        for seed in seeds + ["/boot/firmware", "/boot"] {
            paths += ["user-data", "vendor-data", "meta-data"].map { "\(seed)/\($0)" }
        }
        for folder in ["boot", "instance", "once"] {
            let directory = "\(base)/scripts/per-\(folder)"
            paths += (await surface.entries(directory).content ?? []).map { Path.join(directory, $0) }
        }
        paths += ["/run/cloud-init/instance-data-sensitive.json", "/run/cloud-init/combined-cloud-config.json"]
        for name in await surface.entries("/var/log").content ?? []
        where name.hasPrefix("cloud-init") && name.contains(".log") {
            paths.append("/var/log/\(name)")
        }
        paths.append("/var/log/installer/autoinstall-user-data")
        paths.append("/etc/cloud/cloud.cfg")
        for name in await surface.entries("/etc/cloud/cloud.cfg.d").content ?? [] {
            paths.append("/etc/cloud/cloud.cfg.d/\(name)")
        }
        return paths
    }

    /// Configuration that tells cloud-init to switch password logins on.
    private func cloudSettings() async -> [Record] {
        var paths = ["/etc/cloud/cloud.cfg"]
        for name in (await surface.entries("/etc/cloud/cloud.cfg.d").content ?? []).sorted()
        where name.hasSuffix(".cfg") {
            paths.append("/etc/cloud/cloud.cfg.d/\(name)")
        }
        var records: [Record] = []
        for path in paths {
            var record = Record(path, [.cloudKind: "cloud-init setting"])
            switch await surface.text(path) {
            case .absent: continue
            case .unreadable(let why): record[.enablesPasswords] = .unknown(why)
            case .found(let text):
                let setting = CloudConfig.passwordLogins(in: text)
                record.set(.enablesPasswords, .flag(setting?.areOn ?? false), from: Origin(path, line: setting?.line))
                // Files are merged in this order, and the last one to speak of it wins.
                if setting != nil {
                    for index in records.indices where records[index][.enablesPasswords] == true {
                        records[index][.enablesPasswords] = false
                    }
                }
            }
            records.append(record)
        }
        return records
    }
}
