import MachineTesting

/// Seeded choices.
struct Dice {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...(elements.count - 1))] }

    mutating func some<Element>(_ elements: [Element], _ count: ClosedRange<Int>) -> [Element] {
        Array(elements.shuffled(using: &generator).prefix(number(count)))
    }
}

/// What rules and packets speak of: few enough that they meet.
enum Pool {
    static let ports = [22, 25, 53, 80, 443, 465, 587, 1023, 1024, 3000, 6667, 8080, 18789, 40000, 65535]
    static let networks4 = [
        "203.0.113.2", "203.0.113.0/24", "192.0.2.0/24", "192.0.2.128/25", "10.0.0.0/16", "10.0.0.0/8", "10.0.0.1",
        "172.17.0.0/16", "172.17.0.2", "172.18.0.2", "172.16.0.0/12", "198.51.100.0/24", "198.51.100.2", "127.0.0.0/8",
        "9.9.9.9", "8.8.0.0/16", "128.0.0.0/1",
    ]
    static let networks6 = [
        "2001:db8:1::2", "2001:db8:1::/64", "2001:db8:9::/48", "2001:db8:9:8000::/49", "fd00:10::/64", "fd00::/8",
        "fd00:10::1", "fd00:17::/64", "fd00:17::2", "fd00:18::2", "fd00:16::/28", "2001:db8:2::/64", "2001:db8:2::2",
        "::1", "2606:4700::1111", "2606::/16", "8000::/1",
    ]
    static let addresses4 = [
        "203.0.113.2", "198.51.100.2", "10.0.0.2", "172.17.0.1", "172.18.0.1", "172.17.0.2", "172.17.0.3", "172.18.0.2",
        "9.9.9.9", "8.8.8.8", "10.0.0.1", "203.0.113.1", "203.0.113.77", "192.0.2.5", "192.0.2.200", "10.9.9.9",
        "127.0.0.1",
    ]
    static let addresses6 = [
        "2001:db8:1::2", "2001:db8:2::2", "fd00:10::2", "fd00:17::1", "fd00:18::1", "fd00:17::2", "fd00:17::3",
        "fd00:18::2", "2606:4700::1111", "2606:1::1", "fd00:10::1", "2001:db8:1::1", "2001:db8:1::77", "2001:db8:9::5",
        "2001:db8:9:8001::5", "fd99::1", "::1",
    ]
    static let interfaces = ["lo", "eth0", "eth1", "ens10", "docker0", "br-1"]

    static func networks(_ isVersion6: Bool) -> [String] { isVersion6 ? networks6 : networks4 }
    static func addresses(_ isVersion6: Bool) -> [String] { isVersion6 ? addresses6 : addresses4 }
}
