import Catalog
import Documents
import Hardening
import Surface

/// Updates: where they come from, whether they install themselves, and what is pending.
struct UpdatesObserver: SubjectObserver {
    let look: Look

    /// Unattended upgrades as a whole: settings, last runs, reboots.
    func updates() async throws(Unknown) -> [Record]? {
        let configuration: AptConfiguration
        switch await aptConfiguration() {
        case .absent: throw Unknown.missing("there is no apt configuration")
        case .unreadable(let why): throw why.saying("apt's configuration: \(why)")
        case .found(let found): configuration = found
        }
        var record = Record("unattended-upgrades")
        guard let status = try await dpkgStatus().get() else { throw Unknown.missing("there is no dpkg database") }
        record[.upgraderInstalled] = .flag(status.versions["unattended-upgrades"] != nil)
        record.set(.heldPackages, .list(status.held.sorted()), from: Origin("/var/lib/dpkg/status"))
        await addPins(to: &record, configuration, status)
        // dpkg writes the list of a package's files when it installs or upgrades the package.
        let files = await surface.status("/var/lib/dpkg/info/unattended-upgrades.list").content
        record[.upgraderAge] = files.map { .number(max(0, surface.now - $0.modified) / 86400) } ?? .unset
        record.take(configuration)
        await addRuns(to: &record)
        await addReboot(to: &record)
        return [record]
    }

    /// Packages that apt's preferences keep back, by themselves or with all of an archive.
    private func addPins(to record: inout Record, _ configuration: AptConfiguration, _ status: DpkgStatus) async {
        let archives = await updateArchives().content ?? []
        switch await aptPins(configuration) {
        case .absent: record[.pinnedPackages] = []
        case .unreadable(let why): record[.pinnedPackages] = .unknown(why.saying("apt's preferences: \(why)"))
        case .found(let pins):
            let kept = pins.keptBack(status.versions.keys, archives)
            record.set(.pinnedPackages, .list(kept.map(\.name)), from: kept.first?.origin)
            guard let origins = try? await updateOrigins() else { return }
            let away = origins.filter { $0.fields[.archivePin] != nil }
            guard kept.isEmpty, let first = away.first else { return }
            record.set(
                .pinnedPackages,
                .list(away.map { "all of \($0.name)" }),
                from: first.origins[.takenUnattended]
            )
        }
    }

    private func addRuns(to record: inout Record) async {
        record[.listAge] = await listsRefreshed().map { .number(max(0, surface.now - $0) / 86400) } ?? .unset
        let log = "/var/log/unattended-upgrades/unattended-upgrades.log"
        var runs = UpgradeRuns()
        switch await surface.file(log) {
        case .absent: record[.lastRunFailed] = .unset
        case .unreadable(let why): record[.lastRunFailed] = .unknown(why)
        case .found(let content):
            runs = UpgradeRuns(String(decoding: content.bytes, as: UTF8.self))
            let origin = Origin(log, line: runs.failure)
            record.set(.lastRunFailed, runs.wasReal ? .flag(runs.failure != nil) : .unset, from: origin)
        }
        // unattended-upgrades writes its stamp where a run ended well, be it a dry one; the daily job writes another one
        // after real runs (apt.systemd.daily), though not for those somebody started by hand.
        let stamp = runs.endsDry ? "upgrade-stamp" : "unattended-upgrades-stamp"
        let path = "/var/lib/apt/periodic/" + stamp
        switch await surface.status(path) {
        case .absent where runs.endsDry:
            record[.lastGoodRunAge] = .unknown(
                .notStated("the last run was a dry one, and hides when the one before ended")
            )
        case .absent: record[.lastGoodRunAge] = .unset
        case .unreadable(let why): record[.lastGoodRunAge] = .unknown(why)
        case .found(let stamp):
            record[.lastGoodRunAge] = .number(max(0, surface.now - stamp.modified) / 86400)
            record.origins[.lastGoodRunAge] = Origin(path)
        }
    }

    /// When the package lists were last refreshed, as far as anything tells; none where they never were.
    ///
    /// apt gives lists the server's date, so the directories tell it better: each refresh downloads into `partial`.
    func listsRefreshed() async -> Int? {
        let names = await surface.entries("/var/lib/apt/lists").content ?? []
        guard names.contains(where: { $0.hasSuffix("Release") }) else { return nil }
        var newest: Int?
        for path in [
            "/var/lib/apt/lists/partial", "/var/lib/apt/periodic/update-success-stamp", "/var/lib/apt/lists",
        ] {
            guard let modified = await surface.status(path).content?.modified, modified > 0 else { continue }
            newest = max(newest ?? modified, modified)
        }
        return newest
    }

    private func addReboot(to record: inout Record) async {
        guard surface.isLive else {
            for field in [Field.rebootRequired, .rebootPackages, .runningKernel, .runsNewestKernel] {
                record[field] = .unknown(.needsRunningSystem("needs a running system"))
            }
            return
        }
        await addKernels(to: &record)
        let packages = await surface.text("/run/reboot-required.pkgs").content ?? ""
        record[.rebootPackages] = .list(Set(packages.split(separator: "\n").map(String.init)).sorted())
        switch await surface.status("/run/reboot-required") {
        case .found: record.set(.rebootRequired, true, from: Origin("/run/reboot-required"))
        case .unreadable(let why): record[.rebootRequired] = .unknown(why)
        case .absent: record[.rebootRequired] = false
        }
    }

    private func addKernels(to record: inout Record) async {
        guard let running = await surface.text("/proc/sys/kernel/osrelease").content?.firstLine else {
            record[.runsNewestKernel] = .unknown(.notStated("/proc does not tell the running kernel"))
            return
        }
        record[.runningKernel] = .text(running)
        let images = (await surface.entries("/boot").content ?? []).filter { $0.hasPrefix("vmlinuz-") }
        let installed = images.map { String($0.dropFirst(8)) }
        // A kernel that did not come from /boot (a container, a hoster's own) is not the machine's to update.
        guard installed.contains(running), let newest = installed.max(by: { DebianVersion($0) < DebianVersion($1) })
        else {
            record[.newestKernel] = installed.isEmpty ? .unset : .list(installed)
            record[.runsNewestKernel] = .unset
            return
        }
        record[.newestKernel] = .text(newest)
        record[.runsNewestKernel] = .flag(newest == running)
        // A rebuilt kernel may keep its name; Debian's names its package version in /proc/version.
        guard newest == running, let version = await surface.text("/proc/version").content,
            let package = await packages().content?["linux-image-\(running)"],
            let mark = version.firstRange(of: " Debian ")
        else { return }
        let built = version[mark.upperBound...].prefix { !$0.isWhitespace }
        guard built != package else { return }
        record[.newestKernel] = .text("\(newest) (\(package))")
        record[.runningKernel] = .text("\(running) (\(built))")
        record[.runsNewestKernel] = false
    }
}

extension Record {
    /// What apt's configuration says of unattended upgrades.
    fileprivate mutating func take(_ configuration: AptConfiguration) {
        func flag(_ field: Field, _ name: String, default fallback: Bool) {
            let value = configuration.flag(name, default: fallback)
            set(field, .flag(value), from: configuration.setting(name)?.origin)
        }
        func interval(_ field: Field, _ name: String) {
            let setting = configuration.setting(name)
            let value = setting.map { setting in
                setting.days.map { Value.number($0) } ?? .unknown(.malformed("\(setting.value) is not an interval"))
            }
            set(field, value ?? .number(0), from: setting?.origin)
        }
        interval(.listInterval, "APT::Periodic::Update-Package-Lists")
        interval(.upgradeInterval, "APT::Periodic::Unattended-Upgrade")
        let enable = configuration.setting("APT::Periodic::Enable")
        set(.periodicEnabled, .flag(enable.map { Int($0.value) != 0 } ?? true), from: enable?.origin)
        flag(.automaticReboot, "Unattended-Upgrade::Automatic-Reboot", default: false)
        flag(.rebootWithUsers, "Unattended-Upgrade::Automatic-Reboot-WithUsers", default: true)
        let time = configuration.setting("Unattended-Upgrade::Automatic-Reboot-Time")
        // To apt, an empty value is none.
        set(.rebootTime, .text(time.flatMap { $0.value.isEmpty ? nil : $0.value } ?? "now"), from: time?.origin)
        let excluded = configuration.list("Unattended-Upgrade::Package-Blacklist")
        set(.excludedPackages, .list(excluded.map(\.value)), from: excluded.first?.origin)
        // A pattern that everything fits leaves nothing out.
        let only = configuration.list("Unattended-Upgrade::Package-Whitelist")
            .filter { !["", ".", ".*", "^", "^.*", ".*$", "^.*$"].contains($0.value) }
        let hasAll = configuration.list("Unattended-Upgrade::Package-Whitelist").count > only.count
        set(.onlyPackages, .list(hasAll ? [] : only.map(\.value)), from: only.first?.origin)
        flag(.upgradesAtShutdown, "Unattended-Upgrade::InstallOnShutdown", default: false)
        let days = configuration.list("Unattended-Upgrade::Update-Days")
        set(.upgradeDays, .list(Self.isEveryDay(days.map(\.value)) ? [] : days.map(\.value)), from: days.first?.origin)
        let loose = [
            "APT::Get::AllowUnauthenticated", "Acquire::AllowInsecureRepositories", "Acquire::AllowWeakRepositories",
            "Unattended-Upgrade::Allow-Unauthenticated",
        ].filter { configuration.flag($0, default: false) }
        set(.acceptsUnsigned, .flag(!loose.isEmpty), from: loose.first.flatMap { configuration.setting($0)?.origin })
    }

    /// Whether a list of days (names, abbreviations, or numbers from 0 for Sunday) has all of the week, or is empty.
    private static func isEveryDay(_ days: [String]) -> Bool {
        let names = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        let found = Set(days.compactMap { day in Int(day) ?? names.firstIndex(of: String(day.lowercased().prefix(3))) })
        return days.isEmpty || found.isSuperset(of: 0..<7)
    }
}
