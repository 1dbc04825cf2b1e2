import ArgumentParser
import Detection
import Leaks
import LinuxMachine
import Reports

/// Every place of this server where a secret's values lie, as `nacre leaks` finds them.
struct SecretTraces {
    /// What programs brought that packages install, and what is looked at otherwise.
    private static let unwanted = [
        "/usr/bin/", "/usr/sbin/", "/usr/lib/", "/usr/lib32/", "/usr/lib64/", "/usr/libexec/", "/usr/share/",
        "/usr/include/",
        "/usr/src/", "/boot/", "/var/lib/docker/overlay2/", "/var/lib/docker/volumes/", "/var/lib/docker/containers/",
        "/var/log/journal/", "/run/log/journal/", "/var/lib/nacre/vault/",
    ]

    let leaks: [Leak]
    let leftOut: [Omission]
    var counted = ""

    /// Looks through the files of the whole server, the journal, processes and Docker, for so many seconds at most.
    static func look(for known: KnownSecrets, _ fingerprints: LeakFingerprints, seconds: Int = 600) -> Self {
        let progress = LeakProgress(masking: known.masked)
        // The patterns are fixed, and some.
        var bounds = LeakHunt.Bounds(seconds: seconds, exclusion: try? LeakExclusion(unwanted))
        bounds.isKnownOnly = true
        let hunt = LeakHunt(
            bounds: bounds,
            known: known.values,
            secrets: known.secrets,
            fingerprint: fingerprints.text(of:),
            progress: progress.show
        )
        if known.values != nil {
            hunt.lookAtProcesses(.all)
            hunt.look(at: "/")
            hunt.lookAtJournal()
            hunt.lookAtDocker()
        }
        progress.clear()
        let counted = "\(LeakReport.count(hunt.files, "file")) (\(hunt.bytes >> 20) MiB)"
        return Self(leaks: hunt.leaks, leftOut: known.leftOut + hunt.leftOut, counted: counted)
    }

    /// What was not looked at is never told as if nothing were there.
    func exitCode(isOpen: Bool) -> ExitCode? {
        if isOpen || !leaks.isEmpty { return .findings }
        return leftOut.isEmpty ? nil : .couldNotCheck
    }

    var text: String {
        let sanitizer = Sanitizer.report
        var text = "\nLooked at \(counted), processes, the journal, and Docker's containers and images.\n"
        text +=
            leaks.isEmpty ? "It was found nowhere that was looked at.\n" : "It lies here; take it out of there:\n"
        for leak in leaks {
            var words = leak.form == .plain ? "" : " (\(leak.form.rawValue))"
            if leak.known?.isInForce == false { words += ": the value from before" }
            text += LeakReport.entry(sanitizer.line(leak.place.words) + words, "", LeakReport.style)
        }
        if !leaks.isEmpty {
            let files = leaks.map(\.place.source).filter { $0.hasPrefix("/") }
            text +=
                "What takes it out of logs, transcripts, histories and databases:\n"
                + "    sudo nacre leaks \(sanitizer.line(LeakCommandLine.names(files) ?? "PATH")) --redact\n"
        }
        if !leftOut.isEmpty {
            text += "Could not be looked at, and may hold it:\n"
            for omission in leftOut.prefix(400) {
                let place = "\(sanitizer.line(omission.place)):"
                text += LeakReport.entry(place, sanitizer.line(omission.why), LeakReport.style)
            }
            if leftOut.count > 400 { text += "    and \(leftOut.count - 400) more\n" }
        }
        let never =
            "Never looked at: what packages install in /usr and /boot, what links lead to, free space of disks, other servers, and "
            + "backups elsewhere."
        return text + LeakReport.lines(never, 0, LeakReport.style)
    }
}
