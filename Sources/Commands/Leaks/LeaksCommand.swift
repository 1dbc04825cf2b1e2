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
        abstract: "Find keys and passwords that lie about in files, archives and databases.",
        discussion: """
            nacre leaks ~/project
            sudo nacre leaks --openclaw
            journalctl | nacre leaks --stdin
            sudo nacre leaks --openclaw --redact

            Files are read as they are, archives and compressed streams (gzip, zstd, xz, bzip2, tar, zip, one in another) are \
            looked into, and of SQLite databases every table, free page and write-ahead log. No link is followed, and \
            nothing but regular files is opened. What was not looked at is named. A secret is never shown: its first letters at \
            most, its length, and a fingerprint by which the same secret is known again on this server.

            Exit status: 0 nothing was found, or all of it was taken out; 1 something is there; 2 wrong arguments; 3 nothing was found, and not all could be \
            looked at.
            """
    )

    @Argument(help: "Files and directories.")
    var paths: [String] = []

    @Flag(help: "Look where OpenClaw leaves keys: its state directories and workspaces, and its logs in /tmp.")
    var openclaw = false

    @Flag(help: "Look at standard input.")
    var stdin = false

    @Option(help: "How it is written.")
    var format: ListingFormat = .text

    @Option(help: ArgumentHelp("Begin nothing more after so many seconds.", valueName: "seconds"))
    var timeout: Int?

    @OptionGroup var redaction: RedactionChoice

    func validate() throws {
        guard stdin || openclaw || !paths.isEmpty else {
            throw ValidationError("Say where to look: files, directories, --openclaw or --stdin.")
        }
        guard timeout ?? 1 > 0 else { throw ValidationError("--timeout is a number of seconds, at least 1.") }
    }

    func run() async throws {
        var bounds = LeakHunt.Bounds()
        bounds.seconds = timeout
        let progress = LeakProgress()
        let fingerprints = LeakFingerprints.system()
        let hunt = LeakHunt(bounds: bounds, fingerprint: fingerprints.text(of:), progress: progress.show)
        if stdin { hunt.look(at: FileDescriptor.standardInput, called: "standard input") }
        for path in paths { hunt.look(at: path) }
        if openclaw {
            do { for path in try await OpenClawResidue.places() { hunt.look(at: path) } } catch let why as VaultRefusal
            {
                hunt.leaveOut("OpenClaw", why.description)
            }
        }
        progress.clear()
        let report = LeakReport(hunt)
        try FileOutput.print(format == .text ? report.text : report.json.document)
        if redaction.redact, !hunt.leaks.isEmpty {
            let outcome = try await redaction.carryOut(hunt.leaks, by: LeakRedaction(TextRedaction())) { path in
                let again = LeakHunt(fingerprint: fingerprints.text(of:))
                again.look(at: path)
                return again.leaks.count + again.leftOut.count
            }
            if case .done(let left) = outcome, left.isEmpty { throw ExitCode(report.leftOut.isEmpty ? 0 : 3) }
        }
        if !report.secrets.isEmpty { throw ExitCode(1) }
        if !report.leftOut.isEmpty { throw ExitCode(3) }
    }
}
