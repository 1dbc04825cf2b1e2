import ArgumentParser
import Documents
import Glibc
import Leaks
import LinuxMachine
import SystemPackage

/// `nacre leaks`.
struct LeaksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaks",
        abstract: "Find keys and passwords that lie about: in files, history, logs, processes and containers.",
        discussion: """
            nacre leaks ~/project
            sudo nacre leaks --openclaw
            sudo nacre leaks --history --journal --processes --docker
            journalctl | nacre leaks --stdin
            sudo nacre leaks --openclaw --redact
            nacre leaks --staged
            nacre leaks /home --exclude node_modules
            sudo nacre leaks --allow 0123456789abcdef --reason "an example"

            Files are read as they are, archives and compressed streams (gzip, zstd, xz, bzip2, tar, zip, one in another) are \
            looked into, and of SQLite databases every table, free page and write-ahead log. Of Git repositories every object \
            is looked into, loose and packed, checked out or not, whatever branch it is of or none: versions of files, messages \
            and tags. No link is followed, and nothing but regular files is opened. What was not looked at is named. A secret \
            is never shown: its first letters at most, its length, and a fingerprint by which the same secret is known again \
            on this server.

            What --history, --journal, --processes and --docker look at is looked at besides the paths that are named, and is \
            whole only for root. A shell that keeps its history under a name of its own (HISTFILE) is not known, and \
            directories of this server that containers mount are looked at where they are named.

            What is allowed stands with its reason in /etc/nacre/leaks-allowed.yaml for root, and in \
            ~/.config/nacre/leaks-allowed.yaml ($XDG_CONFIG_HOME) for everybody else. It is counted apart, and no longer after \
            the day that --until names.

            Exit status: 0 nothing was found but what is allowed, or all of it was taken out; 1 something is there; 2 wrong \
            arguments, or the list of what is allowed cannot be used; 3 nothing was found, and not all could be looked at.
            """
    )

    @Argument(help: "Files and directories.")
    var paths: [String] = []

    @Flag(
        help: """
            Look where OpenClaw leaves keys: its state directories and workspaces, its logs in /tmp and in the journal, its \
            processes, its containers.
            """
    )
    var openclaw = false

    @Flag(
        help:
            "Look at the current directory, where no path is named; Git's objects are looked into with and without this."
    )
    var git = false

    @Flag(
        help:
            "Look at what shells, interpreters, databases' clients, editors and pagers keep of what every account typed."
    )
    var history = false

    @Flag(help: "Look at systemd's journal, every field of every entry.")
    var journal = false

    @Flag(help: "Look at the environments and command lines of all running processes.")
    var processes = false

    @Flag(help: "Look at Docker's containers and images: variables, labels, commands, logs, volumes and layers.")
    var docker = false

    @Flag(
        help:
            "Look at what is staged in the Git repository of the current directory, as it would be committed: for a pre-commit hook."
    )
    var staged = false

    @Flag(help: "Look at standard input.")
    var stdin = false

    @Option(help: LeakSince.help)
    var since: LeakSince?

    @Option(help: "How it is written.")
    var format: LeakFormat = .text

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Begin nothing more after so many seconds.", valueName: "seconds")
    )
    var timeout: Int?

    @Option(
        help: ArgumentHelp(
            "Leave out what a pattern means, such as node_modules or /build/, below the paths that are looked at; again for more.",
            valueName: "pattern"
        )
    )
    var exclude: [String] = []

    @OptionGroup var redaction: RedactionChoice
    @OptionGroup var allowance: AllowanceChoice

    private var isAnywhere: Bool {
        stdin || openclaw || git || history || journal || processes || docker || staged || !paths.isEmpty
    }

    /// Only what is wrong whatever else is asked: options that are not known are told after this.
    func validate() throws {
        guard (1...31_536_000).contains(timeout ?? 1) else {
            throw ValidationError("--timeout is a number of seconds, from 1 to 31536000 (a year).")
        }
        guard !allowance.isAsked || !(isAnywhere || redaction.redact) else {
            throw ValidationError("--allow and --allowed look nowhere: leave out what says where.")
        }
        guard since == nil || !(stdin || staged || processes) else {
            throw ValidationError(
                "--since limits files, the journal and Docker; --processes, --staged and --stdin have no time."
            )
        }
        guard !staged || !redaction.redact else {
            throw ValidationError("--redact takes nothing out of Git: git reset -- FILE takes it back.")
        }
    }

    func run() async throws {
        let file = AllowedLeaksFile.own()
        if allowance.isAsked { return try allowance.carryOut(in: file) }
        guard isAnywhere else {
            throw ConfigurationError(
                "say where to look: nacre leaks . for this directory, other files and directories, --openclaw, --git, --staged, --history, --journal, --processes, "
                    + "--docker, --stdin"
            )
        }
        let allowed = try file?.read() ?? AllowedLeaks()
        let exclusion: LeakExclusion
        do { exclusion = try LeakExclusion(exclude) } catch { throw ConfigurationError("--exclude \(error)") }
        var bounds = LeakHunt.Bounds(seconds: timeout, exclusion: exclusion)
        bounds.period = try since?.period()
        let fingerprints = LeakFingerprints.system()
        let known = await KnownSecrets.ofServer(fingerprints)
        let progress = LeakProgress(masking: known.masked)
        let hunt = LeakHunt(
            bounds: bounds,
            known: known.values,
            secrets: known.secrets,
            fingerprint: fingerprints.text(of:),
            progress: progress.show
        )
        if stdin { hunt.look(at: FileDescriptor.standardInput, called: "standard input") }
        for path in git && paths.isEmpty ? ["."] : paths { hunt.look(at: path) }
        if openclaw {
            do { try await OpenClawResidue().look(with: hunt) } catch let why as VaultRefusal {
                hunt.leaveOut("OpenClaw", why.description)
            }
        }
        if staged { hunt.lookAtStaged() }
        if history { hunt.lookAtHistories() }
        if processes { hunt.lookAtProcesses(.all) }
        if journal { hunt.lookAtJournal() }
        if docker { hunt.lookAtDocker() }
        progress.clear()
        var report = LeakReport(hunt, known: known).setting(aside: allowed, on: ProfileChoice.today)
        report.isRedacted = redaction.redact
        try FileOutput.print(known.masked(report.rendered(as: format, LeakReport.style)))
        if redaction.redact, !report.secrets.isEmpty {
            let outcome = try await redaction.carryOut(
                report.counting,
                by: LeakRedaction(TextRedaction(known: known.values)),
                isAside: format != .text,
                masking: known.masked
            ) { path in
                let again = LeakHunt(known: known.values, secrets: known.secrets, fingerprint: fingerprints.text(of:))
                again.look(at: path)
                return again.leaks.count + again.leftOut.count
            }
            if case .done(let left) = outcome, left.isEmpty { throw ExitCode(report.leftOut.isEmpty ? 0 : 3) }
        }
        if !report.secrets.isEmpty { throw ExitCode(1) }
        if !report.leftOut.isEmpty { throw ExitCode(3) }
    }
}
