import Glibc
import TestSupport

/// Names that look like the Internet's: each follows from its number alone, so that none need be kept.
enum DomainNames {
    private static let consonants = Array("bcdfghjklmnprstvwz".utf8)
    private static let vowels = Array("aeiou".utf8)
    private static let endings: [[UInt8]] = ["com", "net", "org", "io", "de", "co.uk", "fr", "com.br"].map(
        wire
    )
    private static let hosts: [[UInt8]] = [
        "www", "mail", "api", "cdn", "static", "img", "m", "app", "login", "ns1", "eu-west.api", "d.prod",
        "vpn",
        "events", "sync", "push",
    ].map(wire)

    /// The labels of a text in wire format, without the root's octet.
    static func wire(_ name: String) -> [UInt8] {
        name.utf8.split(separator: UInt8(ascii: ".")).flatMap { label($0) }
    }

    /// One label in wire format.
    static func label(_ text: String) -> [UInt8] { label(text.utf8) }

    static func label(_ octets: some Collection<UInt8>) -> [UInt8] {
        [UInt8(truncatingIfNeeded: octets.count)] + octets
    }

    /// A registered domain in wire format with the root's octet.
    static func domain(_ number: Int) -> [UInt8] {
        var mixer = SeededGenerator(seed: UInt64(number) &+ 0x5EED)
        var bits = mixer.next()
        var octets: [UInt8] = [0]
        for _ in 0..<(2 + Int(bits >> 60 & 3)) {
            octets.append(consonants[Int(bits % 18)])
            octets.append(vowels[Int(bits / 18 % 5)])
            bits /= 90
        }
        // The number makes it unique.
        octets += String(number, radix: 36).utf8
        octets[0] = UInt8(octets.count - 1)
        // More than half of all names end in the first one.
        let ending = max(0, Int(mixer.next() % 16) - 8)
        return octets + endings[ending] + [0]
    }

    /// The name of a host in a domain; the first one is the domain itself.
    static func host(_ number: Int, of domain: Int) -> [UInt8] {
        guard number > 0 else { return self.domain(domain) }
        let common = hosts[number % hosts.count]
        let own = number < hosts.count ? common : label("h\(number)") + common
        return own + self.domain(domain)
    }
}

/// One query, and its answer.
struct Query {
    let id: UInt16
    /// In wire format with the root's octet.
    let name: [UInt8]
    let type: UInt16
    /// An OPT record, or nothing.
    var option: [UInt8] = []

    /// An OPT record without options (RFC 6891 §6.1.2).
    static let emptyOption: [UInt8] = [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]

    var octets: [UInt8] { header(flags: 0x0100, counts: [1, 0, 0]) + question + option }

    private var question: [UInt8] { name + MessageBuilder.uint16(type) + [0, 1] }

    private func header(flags: UInt16, counts: [UInt16]) -> [UInt8] {
        MessageBuilder.uint16(id) + MessageBuilder.uint16(flags) + counts.flatMap(MessageBuilder.uint16)
            + [0, option.isEmpty ? 0 : 1]
    }

    /// A response with records in its answer and authority sections.
    func response(code: UInt16 = 0, answers: [[UInt8]] = [], authority: [[UInt8]] = []) -> [UInt8] {
        header(flags: 0x8180 | code, counts: [1, UInt16(answers.count), UInt16(authority.count)]) + question
            + answers.joined() + authority.joined() + option
    }

    /// A record whose owner is the question's name, by a pointer (RFC 1035 §4.1.4).
    static func record(_ type: UInt16, timeToLive: UInt32, _ data: [UInt8]) -> [UInt8] {
        [0xC0, 12] + MessageBuilder.uint16(type) + [0, 1] + MessageBuilder.uint32(timeToLive)
            + MessageBuilder.uint16(UInt16(data.count)) + data
    }
}

/// Clients that ask for the names of many domains, few of them most of the time.
struct Population {
    /// The share of queries up to each domain, by Zipf's law: the n-th is asked for in proportion to n⁻⁰·⁹⁵.
    private let shares: [Double]
    private let clients: Int
    private let ipv6Clients: Int
    static let resolvers = [Host.ipv4(0x0A14_0002), Host.ipv4(0x0A14_0003), Host.ipv4(0x0808_0808)]

    init(domains: Int, clients: Int, ipv6Clients: Int) {
        var sum = 0.0
        shares = (0..<domains).map { index in
            sum += pow(Double(index) + 2.7, -0.95)
            return sum
        }
        self.clients = clients
        self.ipv6Clients = ipv6Clients
    }

    /// One of the clients; the lower half of them asks three times as much as the upper.
    func client(_ generator: inout SeededGenerator) -> Host {
        if ipv6Clients > 0, generator.happens(0.1) {
            return .ipv6(UInt32(truncatingIfNeeded: generator.next() % UInt64(ipv6Clients)))
        }
        let share = Double.random(in: 0..<1, using: &generator)
        return .ipv4(0x0A14_0100 + UInt32(share * share.squareRoot() * Double(clients)))
    }

    /// A name that is asked for, in wire format.
    private func name(_ generator: inout SeededGenerator) -> [UInt8] {
        let place = Double.random(in: 0..<(shares.last ?? 1), using: &generator)
        var (low, high) = (0, shares.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if shares[middle] > place { high = middle } else { low = middle + 1 }
        }
        let hosts = low < 50 ? 120 : low < 1_000 ? 40 : low < 20_000 ? 6 : 2
        let one = Double.random(in: 0..<1, using: &generator)
        return DomainNames.host(Int(one * one * Double(hosts + 1)), of: low)
    }

    /// A look-up in a list or of an address: most names are asked for once, as in a tunnel.
    private func lookup(_ generator: inout SeededGenerator) -> (name: [UInt8], type: UInt16) {
        let random = generator.next()
        let address = (0..<4).map { "\(random >> UInt64(8 * $0) & 255)" }.joined(separator: ".")
        return switch random >> 32 % 10 {
        case 0...5: (DomainNames.wire(address + ".in-addr.arpa") + [0], 12)
        case 6...7: (DomainNames.wire(address + ".zen.block-lists.org") + [0], 1)
        default:
            (DomainNames.wire(String(random, radix: 16) + ".hash.reputation-service.net") + [0], 16)
        }
    }

    /// Sends one query, and mostly its response.
    func exchange(at time: Double, _ capture: inout WorkloadCapture, _ generator: inout SeededGenerator) {
        let client = client(&generator)
        let random = generator.next()
        var (name, type) =
            (random % 20 == 0) ? lookup(&generator) : (name(&generator), Self.type(random >> 8))
        // One in 25 spells its names in mixed case, for which its resolver asks (draft-vixie-dnsext-dns0x20).
        if random >> 16 % 25 == 0 {
            var bits = generator.next()
            for index in name.indices where (0x61...0x7A).contains(name[index]) {
                if bits & 1 == 1 { name[index] ^= 0x20 }
                bits = bits >> 1 | bits << 63
            }
        }
        let hasOption = random >> 24 % 100 < 60
        let query = Query(
            id: UInt16(truncatingIfNeeded: random >> 32),
            name: name,
            type: type,
            option: hasOption ? Query.emptyOption : []
        )
        let port = 1_025 + UInt16(truncatingIfNeeded: random >> 48) % 64_000
        let server = client.isIPv6 ? Host.ipv6(0xFFFF_0002) : Self.resolvers[Int(random >> 40 % 3)]
        capture.send(query.octets, at: time, from: client, port, to: server, 53)
        guard random >> 56 % 80 != 0 else { return }
        let delay = 0.000_3 + generator.pause(perSecond: 60)
        capture.send(Self.answer(query, &generator), at: time + delay, from: server, 53, to: client, port)
    }

    /// Of a hundred queries 60 ask for A, 22 for AAAA, 12 for HTTPS, the rest for TXT, MX and NS.
    private static func type(_ random: UInt64) -> UInt16 {
        switch random % 100 {
        case 0..<60: 1
        case 60..<82: 28
        case 82..<94: 65
        case 94..<96: 16
        case 96..<98: 15
        default: 2
        }
    }

    /// The answer to a name: a function of the name, but for chance in the order and in failures.
    private static func answer(_ query: Query, _ generator: inout SeededGenerator) -> [UInt8] {
        let random = generator.next()
        let soa =
            DomainNames.label("ns1") + [0xC0, 12] + DomainNames.label("hostmaster") + [0xC0, 12]
            + [UInt8](repeating: 0, count: 20)
        let none = Query.record(6, timeToLive: 300, soa)
        if random % 100 < 5 { return query.response(code: 3, authority: [none]) }
        if query.type == 28 || query.type == 65, random >> 8 % 2 == 0 {
            return query.response(authority: [none])
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for octet in query.name { hash = (hash ^ UInt64(octet | 0x20)) &* 0x100_0000_01B3 }
        let network: [UInt8] = [
            [13, 23, 34, 52, 104, 142, 151, 185][Int(hash % 8)], UInt8(hash >> 8 & 255),
            UInt8(hash >> 16 & 255),
        ]
        let timeToLive = [30, 60, 300, 300, 3_600][Int(hash >> 24 % 5)] as UInt32
        let count = [1, 1, 2, 4][Int(hash >> 32 & 3)]
        let data: [[UInt8]] =
            switch query.type {
            case 1: (0..<count).map { network + [UInt8((Int(hash >> 40 % 200) + $0) % 250 + 1)] }
            case 28: [[0x26, 0x06] + network + [UInt8](repeating: 0, count: 10) + [UInt8(hash >> 40 & 255)]]
            case 16:
                [MessageBuilder.characterString("v=spf1 include:_spf.mail.example ip4:192.0.2.0/24 ~all")]
            case 15:
                [
                    [0, 10] + DomainNames.label("mail1") + [0xC0, 12],
                    [0, 20] + DomainNames.label("mail2") + [0xC0, 12],
                ]
            case 12: [DomainNames.wire("host-\(hash % 9_999).isp.example") + [0]]
            case 65: [[0, 1, 0, 0, 1, 0, 6, 2] + Array("h3".utf8) + [2] + Array("h2".utf8)]
            default: [DomainNames.label("ns1") + [0xC0, 12], DomainNames.label("ns2") + [0xC0, 12]]
            }
        return query.response(answers: data.map { Query.record(query.type, timeToLive: timeToLive, $0) })
    }
}

/// A session that carries data in names and answers.
struct Tunnel {
    private let zone: [UInt8]
    private let client: Host
    private let type: UInt16
    private let alphabet: [UInt8]
    /// Symbols in a name, and octets in an answer.
    private let sizes: (up: Int, down: Int)
    private let pause: Double
    private var next: Double
    private var left: Int

    /// Six of them: two that carry files, two sessions, a beacon and a slow one.
    ///
    /// They are so many that they last as long as the ordinary traffic does.
    static func all(_ population: Population, start: Double, scale: Double) -> [Tunnel] {
        let base32 = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        let hexadecimal = Array("0123456789abcdef".utf8)
        let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let rows:
            [(zone: String, type: UInt16, alphabet: [UInt8], up: Int, down: Int, pause: Double, count: Int)] =
                [
                    ("t.netplus-sync.com", 10, base32, 180, 300, 0.05, 1_500),
                    ("c.updatecheck.net", 16, hexadecimal, 60, 60, 0.7, 500),
                    ("d.relayhub.org", 16, base64, 90, 100, 0.05, 600),
                    ("dns.cdn-balance.com", 1, hexadecimal, 17, 4, 20, 80),
                    ("x.filedrop.xyz", 16, base64, 140, 3, 0.1, 400),
                    ("q.telemetry-edge.top", 1, base32, 40, 4, 15, 100),
                ]
        return rows.enumerated().map { index, row in
            Tunnel(
                zone: DomainNames.wire(row.zone) + [0],
                client: .ipv4(0x0A14_0100 + UInt32(index) * 37),
                type: row.type,
                alphabet: row.alphabet,
                sizes: (row.up, row.down),
                pause: row.pause,
                next: start + 20 + 11.3 * Double(index),
                left: Int(Double(row.count) * max(0.2, scale))
            )
        }
    }

    /// Sends the messages that are due.
    mutating func send(
        until now: Double,
        _ capture: inout WorkloadCapture,
        _ generator: inout SeededGenerator
    ) {
        while left > 0, next <= now {
            var symbols = (0..<sizes.up).map { _ in alphabet[Int(generator.next() % UInt64(alphabet.count))]
            }[...]
            var name: [UInt8] = []
            while !symbols.isEmpty {
                name += DomainNames.label(symbols.prefix(60))
                symbols = symbols.dropFirst(60)
            }
            let query = Query(id: UInt16(truncatingIfNeeded: generator.next()), name: name + zone, type: type)
            var data = (0..<sizes.down).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            if type == 16 { data = DomainNames.label(data.map { alphabet[Int($0) % alphabet.count] }) }
            let answer = query.response(answers: [Query.record(type, timeToLive: 1, data)])
            capture.send(query.octets, at: next, from: client, 40_000, to: Population.resolvers[0], 53)
            capture.send(answer, at: next + 0.02, from: Population.resolvers[0], 53, to: client, 40_000)
            next += pause * Double.random(in: 0.8..<1.2, using: &generator)
            left -= 1
        }
    }
}

/// A connection to port 443 through which data comes in full-sized segments.
struct Download {
    private let client: Host
    private let server: Host
    private let port: UInt16
    private var sequence: UInt32 = 1
    private var segments: Int
    private static let payload = [UInt8](repeating: 0x17, count: 1_400)

    init(_ population: Population, _ generator: inout SeededGenerator) {
        let random = generator.next()
        client = .ipv4(0x0A14_0100 + UInt32(random % 2_000))
        server = .ipv4(0x1700_0000 | UInt32(truncatingIfNeeded: random >> 40))
        port = 1_025 + UInt16(truncatingIfNeeded: random >> 16) % 64_000
        segments = [20, 60, 200, 1_000, 4_000][Int(random >> 32 % 5)]
    }

    /// Sends the next segment; every tenth one is acknowledged.
    ///
    /// - Returns: `false` when it was the last one.
    mutating func send(at time: Double, _ capture: inout WorkloadCapture) -> Bool {
        if sequence == 1 {
            capture.sendTCP([], at: time, from: client, port, to: server, 443, sequence: 0, flags: 2)
        }
        capture.sendTCP(
            Self.payload,
            at: time,
            from: server,
            443,
            to: client,
            port,
            sequence: sequence,
            flags: 0x10
        )
        if segments % 10 == 0 {
            capture.sendTCP([], at: time, from: client, port, to: server, 443, sequence: 1, flags: 0x10)
        }
        sequence &+= 1_400
        segments -= 1
        return segments > 0
    }
}
