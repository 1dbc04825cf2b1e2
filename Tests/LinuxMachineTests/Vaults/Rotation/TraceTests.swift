import Testing
import Vault

@testable import LinuxMachine

@Suite struct TraceTests {
    private let value = SecretBytes(Array("sk/key+\"one\"=two\\three 4".utf8))
    private var search: TraceSearch { TraceSearch(for: value) }

    @Test(arguments: [
        ("sk/key+\"one\"=two\\three 4", TraceSearch.Form.plain),
        ("c2sva2V5KyJvbmUiPXR3b1x0aHJlZSA0", .base64),
        ("QmVhcmVyIHNrL2tleSsib25lIj10d29cdGhyZWUgNA==", .base64),
        ("dTpzay9rZXkrIm9uZSI9dHdvXHRocmVlIDQ=", .base64),
        ("736b2f6b65792b226f6e65223d74776f5c74687265652034", .hexadecimal),
        ("736B2F6B65792B226F6E65223D74776F5C74687265652034", .hexadecimal),
        ("sk%2Fkey%2B%22one%22%3Dtwo%5Cthree%204", .url),
        ("sk%2fkey%2b%22one%22%3dtwo%5cthree%204", .url),
        (#"sk/key+\"one\"=two\\three 4"#, .json),
        (#"sk\/key+\"one\"=two\\three 4"#, .json),
    ])
    func `a value is found as programs write it`(_ text: String, _ form: TraceSearch.Form) {
        let found = search.matches(in: Array("before \(text) after".utf8))
        #expect(found.map(\.form) == [form])
        #expect(search.matches(in: Array("before sk/key+ after".utf8)).isEmpty)
    }
}
