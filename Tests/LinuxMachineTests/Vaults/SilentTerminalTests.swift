import Foundation
import TestPrograms
import Testing

/// A prompt that does not show what is typed, on a terminal of its own, which is stopped and ended in the middle.
@Suite(.enabled(if: ["/usr/bin/cc", "/usr/bin/python3"].allSatisfy(Program.isThere)))
struct SilentTerminalTests {
    /// Loads the code into a process of a job, as a shell would start it, and looks at its terminal from outside.
    private static let script = #"""
        import ctypes, os, pty, signal, sys, termios, time
        library, ending = sys.argv[1], sys.argv[2]
        def echoes(file): return bool(termios.tcgetattr(file)[3] & termios.ECHO)
        def reads(process):
            # In a call of read(2), whose number is 0 or 63, from the terminal: nothing is left to do before the answer.
            try: return open("/proc/%d/syscall" % process).read().split()[:2] in (["0", "0x0"], ["63", "0x0"])
            except OSError: return False
        shell, terminal = pty.fork()
        if shell == 0:
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
            job = os.fork()
            if job == 0:
                os.setpgid(0, 0)
                os.tcsetpgrp(0, os.getpid())
                signal.signal(signal.SIGTTOU, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                code = ctypes.CDLL(library)
                assert code.nacre_silence(0, b"ask ") == 0
                os.read(0, 100)
                code.nacre_end_silence()
                os._exit(0)
            def wait(): return os.waitpid(job, os.WUNTRACED)[1]
            def settle():
                for _ in range(6000):
                    if not echoes(0) and reads(job): break
                    time.sleep(0.01)
            settle()
            states = ["asked %s" % echoes(0)]
            for _ in range(2):
                os.kill(-job, signal.SIGTSTP)
                assert os.WIFSTOPPED(wait())
                states.append("stopped %s" % echoes(0))
                os.kill(-job, signal.SIGCONT)
                settle()
                states.append("continued %s" % echoes(0))
            if ending == "end":
                os.kill(-job, signal.SIGINT)
            else:
                os.write(1, b"ready\n")
            status = wait()
            states.append("over %s %d" % (echoes(0), status))
            os.write(1, ("STATES " + ", ".join(states) + "\n").encode())
            os._exit(0)
        seen = b""
        while b"STATES" not in seen or not seen.endswith(b"\n"):
            try: more = os.read(terminal, 1000)
            except OSError: break
            if not more: break
            seen += more
            if b"ready" in more: os.write(terminal, b"secret\n")
        print(seen.decode().split("STATES ")[-1].strip(), "secret" in seen.decode(), seen.decode().count("ask "))
        """#

    private static func states(_ ending: String) async throws -> String {
        let folder = try Program.scratch()
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/CLinux")
            .standardizedFileURL.path
        let library = folder.path + "/silence.so"
        let built = try await Program.run(
            "/usr/bin/cc",
            ["-shared", "-fPIC", "-D_GNU_SOURCE", "-I", source + "/include", "-o", library, source + "/silence.c"]
        )
        #expect(built.status == 0, "\(built)")
        let run = try await Program.run("/usr/bin/python3", ["-c", script, library, ending])
        #expect(run.status == 0, "\(run)")
        return run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test(.timeLimit(.minutes(10)))
    func `a stopped process leaves a terminal that shows what is typed, and one that goes on does not`() async throws {
        #expect(
            try await Self.states("answer")
                == "asked False, stopped True, continued False, stopped True, continued False, over True 0 False 3"
        )
    }

    @Test(.timeLimit(.minutes(10)))
    func `so does one that is ended`() async throws {
        let states = try await Self.states("end")
        #expect(states.hasSuffix("over True 2 False 3"), "\(states)")
    }
}
