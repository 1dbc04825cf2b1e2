/// Finds addresses in a text that carry data to a host nobody listed, so that no preview fetches them.
///
/// Chats fetch what an agent writes: whoever reads the log of the host reads what stands in the address.
struct Links: Sendable {
    /// Hosts, with all below them, that may be written with any address.
    let hosts: [String]

    /// Bytes of an address that are looked at together; of what is waited for, too.
    static let longest = 4096

    /// Part of an address by which it is made harmless, and what stands there instead.
    struct Change: Hashable {
        let range: Range<Int>
        let mark: [UInt8]
    }

    /// What makes addresses that carry data harmless, in order.
    func changes(in text: [UInt8]) -> [Change] {
        var found: [Change] = []
        var reach = LinkReach(text)
        var place = 0
        while let beginning = LinkBeginning.next(in: text, from: place) {
            guard case .whole(let link) = beginning else { break }
            reach.extend(to: link)
            if isListed(link, in: text, to: reach.end) {
                // What a listed host is given is its own, unless something else begins behind a bracket or the like.
                place = max(reach.ownEnd(of: link), link.change.upperBound)
                continue
            }
            if carriesData(link, text, reach) { found.append(Change(range: link.change, mark: link.mark)) }
            place = max(link.address, link.change.upperBound)
        }
        return found
    }

    /// Where an address begins that is not ended yet; nothing where none is.
    func unfinished(in text: [UInt8], from start: Int) -> Int? {
        var reach = LinkReach(text)
        var place = max(start, text.count - Self.longest)
        while let beginning = LinkBeginning.next(in: text, from: place) {
            switch beginning {
            case .cut(let start): return start
            case .whole(let link):
                reach.extend(to: link)
                if reach.end == text.count, !reach.isTooLong { return link.change.lowerBound }
                // All that begins before the end of this one ends there as well.
                place = max(reach.end, link.address, link.change.upperBound)
            }
        }
        return nil
    }

    private func carriesData(_ link: LinkBeginning.Link, _ text: [UInt8], _ reach: LinkReach) -> Bool {
        if reach.isTooLong { return true }
        if link.place == .base { return true }
        if reach.hasData(from: link.address) { return true }
        let host = link.host(in: text, to: reach.end)
        if host.contains(UInt8(ascii: "@")) || LinkData.isIn(host: host) { return true }
        return link.place == .fetched && reach.hasQuery(from: link.address + host.count)
    }

    /// Whether it leads to a host that is listed, by whatever reader: written plainly, or not at all.
    private func isListed(_ link: LinkBeginning.Link, in text: [UInt8], to end: Int) -> Bool {
        guard link.isPlain else { return false }
        var host = link.host(in: text, to: end)
        if let colon = host.firstIndex(of: UInt8(ascii: ":")) {
            guard host[(colon + 1)...].allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
            host = host[..<colon]
        }
        // A text after the address may follow without a blank.
        while let last = host.last, ".,;!'*)]}".utf8.contains(last) { host = host.dropLast() }
        guard host.allSatisfy({ LinkData.isWord($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }) else {
            return false
        }
        let name = String(decoding: host, as: UTF8.self).lowercased()
        return hosts.contains { name == $0 || name.hasSuffix("." + $0) }
    }
}
