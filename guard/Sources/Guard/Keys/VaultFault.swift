/// Why the vault gave no values; it never holds one.
struct VaultFault: Error, CustomStringConvertible {
    let description: String
}
