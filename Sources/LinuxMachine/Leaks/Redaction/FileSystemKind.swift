import CLinux
import SystemPackage

/// What kind of file system a file lies on, by the number that statfs(2) gives it.
struct FileSystemKind {
    let number: Int

    init(_ file: FileDescriptor) { number = nacre_file_system(file.rawValue) }
}
