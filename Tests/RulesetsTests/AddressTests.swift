import Rulesets
import Testing

@Suite struct AddressTests {
    @Test(arguments: ["0.0.0.0", "255.255.255.255", "192.0.2.1"])
    func `writes IPv4 as it was read`(_ text: String) { #expect(Address(text)?.description == text) }

    @Test(arguments: [
        ("::", UInt128(0)), ("::1", 1), ("1::", 1 << 112), ("::ffff:192.0.2.1", 0xffff_c000_0201),
        ("2001:db8::8:0:0:417a", 0x2001_0db8_0000_0000_0008_0000_0000_417a),
    ])
    func `reads IPv6`(_ text: String, _ bits: UInt128) { #expect(Address(text)?.bits == bits) }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", ":", ":::", "1:2", "1::2::3", "12345::", "::1%eth0",
        "1:2:3:4:5:6:7:8:9",
    ])
    func `refuses what is no address`(_ text: String) { #expect(Address(text) == nil) }

    @Test func `ranges know their ends`() throws {
        let range = try #require(AddressRange("10.1.2.3/8"))
        #expect(range.first.description == "10.0.0.0" && range.last.description == "10.255.255.255")
        #expect(AddressRange("10.0.0.0/255.0.255.0") == nil)
        #expect(AddressRange("10.0.0.0/255.255.0.0") == AddressRange("10.0.0.0/16"))
        #expect(AddressRange("::/0")?.last.bits == .max)
        #expect(AddressRange("10.0.0.9-10.0.0.1") == nil)
    }
}
