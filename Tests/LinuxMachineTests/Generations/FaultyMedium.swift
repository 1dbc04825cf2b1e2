import Foundation
import SystemPackage

@testable import LinuxMachine

/// A journal's medium in memory that fails when it is told to, and forgets what was not synced when the power goes.
final class FaultyMedium: JournalMedium, @unchecked Sendable {
    // One test's own; the lock is for the compiler.
    private let lock = NSLock()
    private var bytes: [UInt8]
    private var faults: [Fault]

    enum Fault: CaseIterable {
        case none
        /// ENOSPC after part of the bytes.
        case full
        /// EIO before any.
        case broken
        /// Only part is taken, without an error.
        case short
        /// The bytes are there, and `fdatasync` fails.
        case unsynced
    }

    /// The faults are what becomes of each write, one after another; afterwards all is well.
    init(_ bytes: [UInt8] = [], faults: [Fault] = []) {
        self.bytes = bytes
        self.faults = faults
    }

    var disk: [UInt8] { lock.withLock { bytes } }

    func heal() { lock.withLock { faults = [] } }

    func content() throws -> [UInt8] { disk }

    private var isUnsynced = false

    func write(_ part: ArraySlice<UInt8>, at offset: Int) throws -> Int {
        try lock.withLock {
            let fault = faults.isEmpty ? .none : faults.removeFirst()
            func put(_ count: Int) {
                bytes = Array(bytes.prefix(offset)) + part.prefix(count) + bytes.dropFirst(offset + count)
            }
            switch fault {
            case .none: put(part.count)
            case .full:
                put(part.count / 2)
                throw Errno.noSpace
            case .broken: throw Errno.ioError
            case .short:
                put(max(1, part.count / 3))
                return max(1, part.count / 3)
            case .unsynced:
                put(part.count)
                isUnsynced = true
            }
            return part.count
        }
    }

    func cut(to length: Int) throws {
        try lock.withLock {
            // What cannot be written cannot be cut either, for a while.
            if faults.first == .broken {
                faults.removeFirst()
                throw Errno.ioError
            }
            bytes = Array(bytes.prefix(length))
        }
    }

    func sync() throws {
        try lock.withLock {
            guard isUnsynced else { return }
            isUnsynced = false
            throw Errno.ioError
        }
    }
}
