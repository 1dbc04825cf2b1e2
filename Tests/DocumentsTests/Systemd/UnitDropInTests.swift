import Documents
import Testing

@Suite struct UnitDropInTests {
    @Test func `keeps what it has, sets a key once, and reads what it wrote`() throws {
        var dropIn = UnitDropIn()
        dropIn.set("KillMode", to: "mixed", saying: "As before.")
        dropIn.set("CapabilityBoundingSet", to: "", "CAP_CHOWN")
        dropIn.set("KillMode", to: "control-group", saying: "As it was.")
        let text =
            "# Written by Nacre.\n[Service]\n# As it was.\nKillMode=control-group\nCapabilityBoundingSet=\nCapabilityBoundingSet=CAP_CHOWN\n"
        #expect(dropIn.text == text)
        #expect(try #require(UnitDropIn(text)) == dropIn)
    }

    @Test(arguments: [
        "[Service]\nKillMode=mixed\n", "# Written by Nacre.\n[Service]\nExecStart=/bin/a \\\n b=c\n",
        "# Written by Nacre.\n[Service]\nKillMode=mixed\n[Install]\nAlias=x\n",
    ]) func `leaves a text of somebody else alone`(_ text: String) { #expect(UnitDropIn(text) == nil) }

    @Test(arguments: ["/srv/a b", "/srv/%h", "srv", "/srv/a\"", "/a:b", "/a\n[Service]"])
    func `a path that systemd would read otherwise is none`(_ path: String) { #expect(UnitDropIn.path(path) == nil) }

    @Test func `a plain path need not be there`() { #expect(UnitDropIn.path("/home/claw") == "-/home/claw") }
}
