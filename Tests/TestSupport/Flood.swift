/// Traffic by the million, deterministic: an ordinary day, and floods that each fill another store.
package enum Flood: String, CaseIterable, Sendable {
    /// Two hundred clients that ask again and again for the hosts of a few thousand domains.
    case office
    /// Another registered domain with every query.
    case domains
    /// Another name of two labels with every query, the last of which is no public suffix.
    case suffixes
    /// Names of more than 200 octets, each only once, in 500 domains.
    case longNames = "long-names"
    /// A sender of its own for every query, spread over 2,000 domains.
    case clients
    /// Distinct texts of 1,000 octets as answers, in 5,000 domains.
    case answers
    /// Distinct options of unknown codes from 30,000 clients to three servers.
    case options
    /// One answer of 60,000 octets in a while, and many short ones after it.
    case oversized

    /// Writes a capture of so many messages.
    ///
    /// - Returns: `false` when the file cannot be written.
    package func write(messages: Int, to path: String) -> Bool {
        guard var capture = DatagramCapture(path: path) else { return false }
        var generator = SeededGenerator(seed: 20_260_601)
        for number in 0..<(messages + 1) / 2 {
            let exchange = exchange(number, &generator)
            let client = (exchange.client, UInt16(1_024 + generator.next() % 60_000))
            let server = (exchange.server, UInt16(53))
            let time = 1_780_000_000_000_000 + number * 1_500
            capture.write(exchange.query, at: time, from: client, to: server)
            capture.write(exchange.response, at: time + 700, from: server, to: client)
        }
        return true
    }

    private func exchange(_ number: Int, _ generator: inout SeededGenerator) -> Exchange {
        let random = generator.next()
        let few = UInt32(truncatingIfNeeded: random % 200)
        var exchange = Exchange(id: UInt16(truncatingIfNeeded: random >> 32), client: 0x0A00_0000 + few)
        func domain(of count: Int) -> String { "zone\(number % count).com" }
        switch self {
        case .office:
            // The product makes some names far more frequent than others, as they are in offices.
            let popular = Int(random >> 8 % 64) * Int(random >> 16 % 64)
            let hosts = ["www", "api", "cdn", "mail", "login", "static"]
            exchange.name = "\(hosts[Int(random >> 24 % 6)]).site\(popular).com"
            exchange.type = [1, 28, 1, 65][Int(random >> 40 % 4)]
            exchange.answers = (0..<Int(random >> 44 % 4)).map { [198, 51, UInt8($0), UInt8(popular % 256)] }
        case .domains:
            exchange.name = "www.\(letters(12, &generator)).com"
            exchange.answers = [[192, 0, 2, 1]]
        case .suffixes:
            exchange.name = "\(letters(8, &generator)).\(letters(10, &generator))"
        case .longNames:
            let labels = (0..<3).map { _ in letters(60, &generator) }.joined(separator: ".")
            exchange.name = "\(labels).\(letters(16, &generator)).\(domain(of: 500))"
        case .clients:
            exchange.client = UInt32(truncatingIfNeeded: random)
            exchange.name = "www.\(domain(of: 2_000))"
            exchange.answers = [[192, 0, 2, 1]]
        case .answers:
            exchange.name = "t\(number).\(domain(of: 5_000))"
            exchange.type = 16
            exchange.answers = [(0..<4).flatMap { _ in [249] + Array(letters(249, &generator).utf8) }]
        case .options:
            exchange.client = 0x0A00_0000 + UInt32(number % 30_000)
            exchange.server = 0x0A01_0035 + UInt32(number % 3)
            exchange.name = "www.\(domain(of: 50))"
            exchange.option = (UInt16(65_001 + random % 500), Array(letters(60, &generator).utf8))
        case .oversized:
            exchange.name = "t\(number).\(domain(of: 3_000))"
            exchange.type = 16
            let count = number.isMultiple(of: 5_000) ? 240 : 1
            exchange.answers = [(0..<count).flatMap { _ in [249] + Array(letters(249, &generator).utf8) }]
            if count == 1 { exchange.answers = [[7] + Array(letters(7, &generator).utf8)] }
        }
        return exchange
    }

    private func letters(_ count: Int, _ generator: inout SeededGenerator) -> String {
        var word: UInt64 = 0
        return String(
            decoding: (0..<count).map { index in
                if index % 12 == 0 { word = generator.next() }
                defer { word >>= 5 }
                return UInt8(ascii: "a") + UInt8(word & 0x1F) % 26
            },
            as: UTF8.self
        )
    }
}

/// A query and its response, so far as the generator varies them.
private struct Exchange {
    let id: UInt16
    var client: UInt32
    var server: UInt32 = 0x0A00_0035
    var name = ""
    var type: UInt16 = 1
    var answers: [[UInt8]] = []
    var option: (code: UInt16, content: [UInt8])?

    init(id: UInt16, client: UInt32) {
        self.id = id
        self.client = client
    }

    var query: [UInt8] {
        let option = optionOctets
        let opt = [0, 0, 41, 4, 208, 0, 0, 0, 0] + octets(UInt16(option.count)) + option
        return header(flags: 0x0100, answers: 0, additional: 1) + question + opt
    }

    var response: [UInt8] {
        var records: [UInt8] = []
        for data in answers {
            records += [0xC0, 12]
            records += octets(type)
            records += [0, 1, 0, 0, 1, 44]
            records += octets(UInt16(data.count)) + data
        }
        return header(flags: 0x8180, answers: UInt16(answers.count), additional: 0) + question + records
    }

    private func header(flags: UInt16, answers: UInt16, additional: UInt16) -> [UInt8] {
        octets(id) + octets(flags) + octets(1) + octets(answers) + octets(0) + octets(additional)
    }

    private var question: [UInt8] {
        var octets: [UInt8] = []
        for label in name.utf8.split(separator: UInt8(ascii: ".")) {
            octets.append(UInt8(label.count))
            octets += label
        }
        return octets + [0] + self.octets(type) + [0, 1]
    }

    private var optionOctets: [UInt8] {
        guard let option else { return [] }
        return octets(option.code) + octets(UInt16(option.content.count)) + option.content
    }

    private func octets(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }
}
