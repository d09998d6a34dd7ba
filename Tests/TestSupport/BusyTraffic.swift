/// The ordinary traffic of a busy site: each host of each domain is asked for once, in any order, and answered.
///
/// Read behind a recorded session it is what follows in a longer recording. Domains and hosts are pronounceable, so that
/// they tell as little as real ones.
package struct BusyTraffic: Sendable, CustomStringConvertible {
    package let domains: Int
    /// Hosts of each domain, the same names in all.
    package let hosts: Int
    /// Clients that the queries are spread over.
    package let clients: Int
    package let seed: UInt64

    package init(domains: Int, hosts: Int, clients: Int = 2_000, seed: UInt64 = 7) {
        self.domains = domains
        self.hosts = hosts
        self.clients = clients
        self.seed = seed
    }

    package var description: String {
        "\(domains) domains × \(hosts) hosts of \(clients) clients, seed \(seed)"
    }

    /// Queries and responses.
    package var messages: Int { 2 * domains * hosts }

    private static let consonants = Array("bcdfghjklmnprstvw")
    private static let vowels = ["a", "e", "i", "o", "u", "ai"]
    private static let topLevelDomains = ["com", "net", "org", "de"]

    /// Writes a capture that begins in 2030, later than any recording.
    ///
    /// - Returns: `false` when the file cannot be written.
    package func write(to path: String) -> Bool {
        guard var capture = DatagramCapture(path: path) else { return false }
        var random = SeededGenerator(seed: seed)
        let sites = (0..<domains).map { number in
            let top = Self.topLevelDomains[Int(random.next() % 4)]
            return MessageBuilder.name("\(Self.word(3, &random))\(number).\(top)")
        }
        let names = (0..<hosts).map { number in
            let label = Array("\(Self.word(2, &random))\(number)".utf8)
            return [UInt8(label.count)] + label
        }
        var order = (0..<domains * hosts).map { UInt32($0) }
        order.shuffle(using: &random)
        for (step, number) in order.enumerated() {
            let (site, host) = (Int(number) / hosts, Int(number) % hosts)
            let bits = random.next()
            let client = (0x0A01_0000 + UInt32(bits % UInt64(clients)), UInt16(1_025 + bits >> 32 % 60_000))
            let server = (UInt32(0x0A00_0035), UInt16(53))
            let id = [UInt8(truncatingIfNeeded: bits >> 48), UInt8(truncatingIfNeeded: bits >> 56)]
            let question = names[host] + sites[site] + [0, 1, 0, 1]
            let address = [23, UInt8(site % 250), UInt8(site / 250 % 250), UInt8(host % 250 + 1)]
            let time = 1_900_000_000_000_000 + step * 2_000
            capture.write(
                id + [1, 0, 0, 1, 0, 0, 0, 0, 0, 0] + question,
                at: time,
                from: client,
                to: server
            )
            capture.write(
                id + [0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0] + question + [
                    0xC0, 12, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4,
                ] + address,
                at: time + 500,
                from: server,
                to: client
            )
        }
        return true
    }

    private static func word(_ syllables: Int, _ random: inout SeededGenerator) -> String {
        (0..<syllables).reduce(into: "") { word, _ in
            word.append(consonants[Int(random.next() % UInt64(consonants.count))])
            word += vowels[Int(random.next() % UInt64(vowels.count))]
        }
    }
}
