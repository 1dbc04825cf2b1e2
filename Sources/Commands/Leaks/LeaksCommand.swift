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

            Files are read as they are, archives and compressed streams (gzip, zstd, xz, bzip2, tar, zip, one in another) are \
            looked into, and of SQLite databases every table, free page and write-ahead log. Of Git repositories every object \
            is looked into, loose and packed, checked out or not, whatever branch it is of or none: versions of files, messages \
            and tags. No link is followed, and nothing but regular files is opened. What was not looked at is named. A secret \
            is never shown: its first letters at most, its length, and a fingerprint by which the same secret is known again \
            on this server.

            What --history, --journal, --processes and --docker look at is looked at besides the paths that are named, and is \
            whole only for root. A shell that keeps its history under a name of its own (HISTFILE) is not known, and \
            directories of this server that containers mount are looked at where they are named.

            Exit status: 0 nothing was found, or all of it was taken out; 1 something is there; 2 wrong arguments; 3 nothing was found, and not all could be \
            looked at.
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

    @Flag(help: "Look at standard input.")
    var stdin = false

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    @Option(help: ArgumentHelp("Begin nothing more after so many seconds.", valueName: "seconds"))
    var timeout: Int?

    @OptionGroup var redaction: RedactionChoice

    func validate() throws {
        let isAnywhere = stdin || openclaw || git || history || journal || processes || docker
        guard isAnywhere || !paths.isEmpty else {
            throw ValidationError(
                "Say where to look: files, directories, --openclaw, --git, --history, --journal, --processes, --docker, --stdin."
            )
        }
        guard timeout ?? 1 > 0 else { throw ValidationError("--timeout is a number of seconds, at least 1.") }
    }

    func run() async throws {
        var bounds = LeakHunt.Bounds()
        bounds.seconds = timeout
        let progress = LeakProgress()
        let fingerprints = LeakFingerprints.system()
        let known = await KnownSecrets.ofServer(fingerprints)
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
        if history { hunt.lookAtHistories() }
        if processes { hunt.lookAtProcesses(.all) }
        if journal { hunt.lookAtJournal() }
        if docker { hunt.lookAtDocker() }
        progress.clear()
        let report = LeakReport(hunt, known: known)
        try FileOutput.print(format == .text ? report.text : report.json.document)
        if redaction.redact, !hunt.leaks.isEmpty {
            let outcome = try await redaction.carryOut(
                hunt.leaks,
                by: LeakRedaction(TextRedaction(known: known.values))
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
