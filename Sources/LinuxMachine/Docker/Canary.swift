import Documents
import Surface

/// A container that does nothing but end well, from an image of a few bytes that is made for it.
///
/// Some settings let the daemon start and keep every container from starting: a default ulimit without a name, a soft
/// limit above the hard one (moby#40245). No image on the server can be relied on to hold a program that ends by
/// itself, and a second gateway must not be started, so that the image is made here and removed afterwards.
struct Canary {
    typealias Failure = RunningMachine.Failure

    static let name = "nacre-canary"

    private let api: DockerAPI

    init(_ host: any MutableSurface) { api = DockerAPI(host) }

    /// Makes, starts and removes the container.
    ///
    /// - Returns: what inspecting the container said, which shows the daemon's defaults for containers.
    /// - Throws: where it cannot be made or started, or does not end well.
    func run() async throws(Failure) -> [UInt8] {
        guard let program = Self.program else { throw Failure(.missing, "there is no canary for this processor") }
        try await remove()
        do throws(Failure) {
            let inspected = try await live(program)
            try await remove()
            return inspected
        } catch {
            // The first reason is the one worth telling.
            _ = try? await remove()
            throw error
        }
    }

    private func live(_ program: [UInt8]) async throws(Failure) -> [UInt8] {
        let archive = Self.tar("canary", program)
        let image = "/images/create?fromSrc=-&repo=\(Self.name)&tag=latest"
        try await api.demand(.post, image, body: archive, type: "application/x-tar", seconds: 120)
        let wanted = #"{"Image":"\#(Self.name):latest","Cmd":["/canary"],"HostConfig":{"NetworkMode":"none"}}"#
        try await api.demand(.post, "/containers/create?name=\(Self.name)", body: Array(wanted.utf8), seconds: 120)
        try await api.demand(.post, "/containers/\(Self.name)/start", seconds: 120)
        try await api.demand(.post, "/containers/\(Self.name)/wait", seconds: 120)
        let inspected = try await api.demand(.get, "/containers/\(Self.name)/json")
        let state: JSONNode?
        do {
            state = try JSONDocument(inspected, dialect: .json).root["State"]
        } catch {
            throw Failure(.unreadable, "the Docker daemon's answer about the canary: \(error)")
        }
        guard let code = state?["ExitCode"]?.integer, code == 0 || code == 1 else {
            throw Failure(
                .ineffective,
                "the canary container did not end well: \(state?["Error"]?.text ?? "no reason given")"
            )
        }
        return inspected
    }

    /// Removes the container and the image, also those that a crash left.
    private func remove() async throws(Failure) {
        for target in ["/containers/\(Self.name)?force=1", "/images/\(Self.name):latest?force=1"] {
            let response = try await api.ask(.delete, target, seconds: 120)
            guard (200..<300).contains(response.status) || response.status == 404 else {
                throw Failure(.refused, "the Docker daemon did not remove \(Self.name): status \(response.status)")
            }
        }
    }

    /// A tar archive of one executable file, as POSIX.1-1988 (ustar) lays it out.
    static func tar(_ name: String, _ content: [UInt8]) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
        }
        func octal(_ number: Int, digits: Int) -> String {
            let text = String(number, radix: 8)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        put(name, at: 0)
        put("0000755\0", at: 100)
        put("0000000\0", at: 108)
        put("0000000\0", at: 116)
        put(octal(content.count, digits: 11) + " ", at: 124)
        put("00000000000 ", at: 136)
        // The sum is taken with spaces in its own place.
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar\u{0}00", at: 257)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
        let padding = [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        return header + content + padding + [UInt8](repeating: 0, count: 1024)
    }

    /// The least program that tells: an ELF header, one segment, and an exit with what the kernel says when it is asked
    /// whether the process may gain privileges, 1 where it may not (prctl(2), PR_GET_NO_NEW_PRIVS).
    ///
    /// Nothing for other processors.
    static var program: [UInt8]? {
        #if arch(x86_64)
        // xor esi, esi; xor edx, edx; xor r10d, r10d; xor r8d, r8d; mov edi, 39; mov eax, 157; syscall;
        // mov edi, eax; mov eax, 60; syscall
        return elf(
            machine: 62,
            [
                0x31, 0xf6, 0x31, 0xd2, 0x45, 0x31, 0xd2, 0x45, 0x31, 0xc0, 0xbf, 0x27, 0, 0, 0, 0xb8, 0x9d, 0, 0, 0,
                0x0f, 0x05, 0x89, 0xc7, 0xb8, 0x3c, 0, 0, 0, 0x0f, 0x05,
            ]
        )
        #elseif arch(arm64)
        // mov x0, #39; mov x1 to x4, #0; mov x8, #167; svc #0; mov x8, #93; svc #0
        return elf(
            machine: 183,
            [
                0xe0, 0x04, 0x80, 0xd2, 0x01, 0, 0x80, 0xd2, 0x02, 0, 0x80, 0xd2, 0x03, 0, 0x80, 0xd2, 0x04, 0, 0x80,
                0xd2,
                0xe8, 0x14, 0x80, 0xd2, 0x01, 0, 0, 0xd4, 0xa8, 0x0b, 0x80, 0xd2, 0x01, 0, 0, 0xd4,
            ]
        )
        #else
        return nil
        #endif
    }

    private static func elf(machine: UInt16, _ code: [UInt8]) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
            (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        let base: UInt64 = 0x400000
        let start = 64 + 56
        let size = UInt64(start + code.count)
        let identity: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 8)
        let header: [[UInt8]] = [
            identity, bytes(UInt16(2)), bytes(machine), bytes(UInt32(1)), bytes(base + UInt64(start)),
            bytes(UInt64(64)),
            bytes(UInt64(0)), bytes(UInt32(0)), bytes(UInt16(64)), bytes(UInt16(56)), bytes(UInt16(1)),
            bytes(UInt16(64)), bytes(UInt16(0)), bytes(UInt16(0)),
        ]
        // Loaded whole, to be read and executed.
        let segment: [[UInt8]] = [
            bytes(UInt32(1)), bytes(UInt32(5)), bytes(UInt64(0)), bytes(base), bytes(base), bytes(size), bytes(size),
            bytes(UInt64(0x1000)),
        ]
        return header.flatMap { $0 } + segment.flatMap { $0 } + code
    }
}
