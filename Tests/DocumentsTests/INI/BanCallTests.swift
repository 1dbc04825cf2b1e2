import Documents
import Testing

@Suite struct BanCallTests {
    @Test func `options stand in brackets, with or without quotes, also in several`() {
        #expect(
            BanCall.list("a[x=1, y=\"2,3\"][z='4]5']\n  b") == [
                BanCall(name: "a", options: ["x": "1", "y": "2,3", "z": "4]5"]), BanCall(name: "b"),
            ]
        )
        #expect(BanCall("sshd[mode=aggressive]") == BanCall(name: "sshd", options: ["mode": "aggressive"]))
        #expect(BanCall.list("") == [])
    }

    @Test(arguments: ["a[x", "a[=1]", "a[x=1]b", "[x=1]", "a[x=1", "a[x y]", "a[x=\"1\" ]", "a[x=\"\"1\"\"]"])
    func `what fail2ban refuses is refused`(_ text: String) { #expect(BanCall.list(text) == nil) }

    @Test func `tags are put in from the call, then from the file, and circles end`() throws {
        var configuration = JailConfiguration()
        try configuration.read(
            "[Definition]\na = <b> <c> <other/d> <missing>\nloop = <loop2>\nloop2 = <loop>\n[Init]\nb = 1\nc = <known/b>\n[other]\nd = 4",
            file: "test"
        )
        #expect(BanDefinition(configuration, call: [:], jail: [:]).value("a") == "1 1 4 <missing>")
        #expect(BanDefinition(configuration, call: ["b": "2"], jail: ["missing": "5"]).value("a") == "2 1 4 5")
        #expect(BanDefinition(configuration, call: [:], jail: [:]).value("loop") == nil)
    }
}
