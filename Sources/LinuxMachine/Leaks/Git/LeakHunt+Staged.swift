import Archives
import Glibc
import Leaks
import SystemPackage

extension LeakHunt {
    /// Looks through what is staged in the Git repository of the current directory, as it would be committed.
    ///
    /// Git itself says what that is: it knows its index, and whose repository it trusts.
    public func lookAtStaged() {
        var variables: [String: String] = [:]
        for name in Self.gitVariables {
            if let value = unsafe getenv(name) { variables[name] = unsafe String(cString: value) }
        }
        lookAtStaged(in: ".", variables)
    }

    /// What tells git where a repository and its index are, and what it trusts; a hook gets the first from `git commit`.
    private static let gitVariables = [
        "HOME", "XDG_CONFIG_HOME", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    ]

    func lookAtStaged(in directory: String, _ variables: [String: String]) {
        let name = "what is staged"
        guard let path = Programs.locate("git") else { return leaveOut(name, "there is no git") }
        let git = Git(path: path.string, directory: directory, variables: variables)
        let printed: [UInt8]
        switch git.run([
            "diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=d", "--no-ext-diff",
        ]) {
        case .success(let output): printed = output
        case .failure(let refusal): return leaveOut(name, refusal.words)
        }
        let (files, others, isWhole) = StagedFiles.read(printed)
        for (path, why) in others { leaveOut(path, why) }
        if !isWhole { leaveOut(name, "what git diff printed is not understood") }
        for batch in StagedFiles.batches(files.filter { !excludes(file: $0.path) }) {
            guard goesOn else { return leaveOut(name, "the time was over") }
            look(at: batch, by: git)
        }
    }

    private func look(at files: ArraySlice<StagedFiles.File>, by git: Git) {
        var rest = files
        var batch = BlobBatch()
        var current: (path: String, unpacking: Unpacking)?
        let names = files.map { $0.id + "\n" }.joined()
        let outcome = git.process(["cat-file", "--batch"], input: names).stream(silence: 60) { piece in
            batch.take(piece) { part in
                switch part {
                case .begin(let size):
                    let path = rest.popFirst()?.path ?? ""
                    begin(staged: path, bytes: size)
                    lookAtName(of: path)
                    current = (path, scan.begin(at: path))
                case .bytes(let bytes): current?.unpacking.take(bytes.span.bytes)
                case .end:
                    current?.unpacking.finish()
                    current = nil
                case .missing: leaveOut(rest.popFirst()?.path ?? "", "git has no such object")
                }
            }
            return goesOn && !batch.isDamaged
        }
        current?.unpacking.finish()
        guard !rest.isEmpty || !batch.isAtEnd else { return }
        let name = "what is staged, from \(current?.path ?? rest.first?.path ?? "its last file") on"
        switch outcome {
        case .ended(_, _, let errors): leaveOut(name, "git cat-file ended early: \(Git.words(errors))")
        case .late: leaveOut(name, "git cat-file said nothing for 60 s")
        case .tooMuch: leaveOut(name, goesOn ? "what git cat-file printed is damaged" : "the time was over")
        case .notStarted(let code): leaveOut(name, "git could not be started: \(reason(code))")
        }
    }
}

/// Git, asked in a repository.
private struct Git {
    /// Why there is no answer.
    struct Refusal: Error { let words: String }

    let path: String
    let directory: String
    let variables: [String: String]

    /// Nothing that a repository's settings name is run, and nothing is written or fetched.
    func process(_ arguments: [String], input: String = "") -> ChildProcess {
        var environment = variables
        environment["PATH"] = "/usr/bin:/bin"
        environment["LC_ALL"] = "C"
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        environment["GIT_NO_REPLACE_OBJECTS"] = "1"
        environment["GIT_NO_LAZY_FETCH"] = "1"
        environment["GIT_TERMINAL_PROMPT"] = "0"
        return ChildProcess(
            path: path,
            arguments: ["-C", directory, "-c", "core.fsmonitor=false", "-c", "diff.relative=false"] + arguments,
            environment: environment,
            timeout: 60,
            outputLimit: 256 << 20,
            input: Array(input.utf8)
        )
    }

    func run(_ arguments: [String]) -> Result<[UInt8], Refusal> {
        switch process(arguments).run() {
        case .ended(0, let output, _): .success(output)
        case .ended(let status, _, let errors):
            .failure(Refusal(words: objection ?? "git ended with status \(status): \(Self.words(errors))"))
        case .late: .failure(Refusal(words: "git did not end within 60 s"))
        case .tooMuch: .failure(Refusal(words: "git names more than 256 MiB of files"))
        case .notStarted(let code): .failure(Refusal(words: "git could not be started: \(reason(code))"))
        }
    }

    /// Why git does not take the repository, in its words: `git diff` says only that there is none.
    private var objection: String? {
        guard case .ended(let status, _, let errors) = process(["rev-parse", "--git-dir"]).run(), status != 0 else {
            return nil
        }
        return "git refuses: \(Self.words(errors))"
    }

    static func words(_ errors: [UInt8]) -> String {
        String(decoding: errors.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
