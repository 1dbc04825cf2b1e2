import Glibc

/// How long random tests run: `NACRE_FUZZ_ROUNDS` for longer.
enum Rounds {
    static func count(_ standard: Int) -> Int {
        unsafe getenv("NACRE_FUZZ_ROUNDS").flatMap { unsafe Int(String(cString: $0)) } ?? standard
    }
}
