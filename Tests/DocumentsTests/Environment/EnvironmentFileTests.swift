import Documents
import Testing

/// What systemd 252 makes of each was asked of its generator for environment.d, which has the same reader.
@Suite struct EnvironmentFileTests {
    @Test(arguments: [
        ("A=1\n# C=3\n; D=4\nB = 2 \n", ["A": "1", "B": "2"]),
        ("NAME: value\nexport B=1\nC=x#y\n", ["C": "x#y"]),
        ("A='a\nb' c\nB=\"x\\\"y\\z\"\n", ["A": "a\nbc", "B": "x\"y\\z"]),
        ("A=one\\\ntwo\nB=a\\ \nC=\"a\\\nb\"", ["A": "onetwo", "B": "a ", "C": "ab"]),
        ("A=1\rB=2\r\nC='open\nD=1", ["A": "1", "B": "2", "C": "open\nD=1"]),
        ("1A=x\nA-B=y\nA='it\\'\n", ["A": "it\\"]),
    ])
    func `is read as systemd reads it`(_ text: String, _ expected: [String: String]) {
        #expect(EnvironmentFile(text).values == expected)
    }
}
