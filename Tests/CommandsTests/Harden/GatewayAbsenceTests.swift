import Testing

@testable import Commands

@Suite struct GatewayAbsenceTests {
    @Test func `says how long, and nothing where nobody was away`() {
        #expect(GatewayAbsence.words(nil) == nil)
        #expect(GatewayAbsence.words(12) == "The gateway was away for 12 s.\n")
        #expect(GatewayAbsence.words(307) == "The gateway was away for 5 min 7 s.\n")
    }

    @Test func `names the gateways that only their owner starts anew`() {
        #expect(GatewayAbsence.words(notTakenOver: []) == nil)
        let words = GatewayAbsence.words(notTakenOver: ["/home/claw/.openclaw/openclaw.json"])
        #expect(words?.hasPrefix("Start the gateway of /home/claw/.openclaw/openclaw.json anew now") == true)
    }
}
