import Glibc
import TestSupport

/// Traffic for benchmarks, deterministic and of any size: the worst case of each part of the program.
///
/// Every name, answer and delay follows from the seed, so that the same arguments make the same file.
enum Workload: String, CaseIterable, Sendable {
    /// DNS alone: 200,000 registered domains by Zipf's law, some 2,300 clients, and six tunnels among them.
    case dense
    /// A name that is never asked again with every query, in a domain for each five of them.
    case adversarial
    /// A link on which DNS is three packets in a hundred, and the rest TLS in full-sized segments.
    case mixed
    /// One day of an office of fifty clients, again and again.
    case days

    /// The number of DNS messages that a workload makes when the user states none.
    var messages: Int {
        switch self {
        case .dense, .adversarial: 1_000_000
        // Some 1 GB.
        case .mixed: 22_000
        case .days: 2_000_000
        }
    }

    /// Writes a capture of about so many DNS messages.
    ///
    /// - Parameters:
    ///   - messages: At least 1; a transaction is not cut in two.
    ///   - path: The file, which is written anew.
    ///   - seed: Another one makes other traffic of the same kind.
    /// - Returns: `false` when the file cannot be written.
    func write(messages: Int, to path: String, seed: UInt64 = 20_260_601) -> Bool {
        guard var capture = WorkloadCapture(path: path) else { return false }
        var generator = SeededGenerator(seed: seed)
        switch self {
        case .dense: Self.dense(messages, &capture, &generator)
        case .adversarial: Self.adversarial(messages, &capture, &generator)
        case .mixed: Self.mixed(messages, &capture, &generator)
        case .days: Self.days(messages, seed, &capture)
        }
        capture.finish()
        return true
    }

    private static let start = 1_780_000_000.0

    private static func dense(
        _ messages: Int,
        _ capture: inout WorkloadCapture,
        _ generator: inout SeededGenerator
    ) {
        let population = Population(domains: 200_000, clients: 2_000, ipv6Clients: 300)
        var tunnels = Tunnel.all(population, start: start, scale: Double(messages) / 1_000_000)
        var now = start
        while capture.messages < messages {
            now += generator.pause(perSecond: 300)
            for index in tunnels.indices { tunnels[index].send(until: now, &capture, &generator) }
            population.exchange(at: now, &capture, &generator)
        }
    }

    private static func adversarial(
        _ messages: Int,
        _ capture: inout WorkloadCapture,
        _ generator: inout SeededGenerator
    ) {
        let domains = max(1, messages / 5)
        // A stride that has no divisor in common with the number visits all of them in no order.
        let stride = (domains * 618 / 1_000 | 1).coprime(to: domains)
        var number = 0
        while capture.messages < messages {
            let random = generator.next()
            let name =
                DomainNames.label("\(String(random, radix: 36))\(String(number, radix: 36))")
                + DomainNames.domain(number &* stride % domains)
            let client = Host.ipv4(0x0A14_0000 | UInt32(random >> 32 & 2_047) << 5 | 1)
            let server = Population.resolvers[number & 1]
            let type: UInt16 = [1, 1, 1, 1, 1, 1, 28, 28, 16, 16][Int(random % 10)]
            let query = Query(id: UInt16(truncatingIfNeeded: random), name: name, type: type)
            let port = 1_025 + UInt16(truncatingIfNeeded: random >> 16 & 0x7FFF)
            let now = start + Double(number) * 0.000_5
            capture.send(query.octets, at: now, from: client, port, to: server, 53)
            if random >> 48 % 5 == 0 {
                let answer = query.response(code: 3)
                capture.send(answer, at: now + 0.000_2, from: server, 53, to: client, port)
            }
            number += 1
        }
    }

    private static func mixed(
        _ messages: Int,
        _ capture: inout WorkloadCapture,
        _ generator: inout SeededGenerator
    ) {
        let population = Population(domains: 50_000, clients: 2_000, ipv6Clients: 300)
        var tunnels = Tunnel.all(population, start: start, scale: Double(messages) / 1_000_000)
        var flows: [Download] = []
        let packetsPerSecond = 3_000.0
        var now = start
        var nextQuery = start
        while capture.messages < messages {
            now += 1 / packetsPerSecond
            while nextQuery <= now {
                for index in tunnels.indices { tunnels[index].send(until: now, &capture, &generator) }
                population.exchange(at: nextQuery, &capture, &generator)
                // Two of each hundred packets are queries with their responses, so that 3 % are DNS.
                nextQuery += generator.pause(perSecond: packetsPerSecond * 0.015)
            }
            if flows.count < 400 { flows.append(Download(population, &generator)) }
            let index = Int(generator.next() % UInt64(flows.count))
            if !flows[index].send(at: now, &capture) { flows[index] = Download(population, &generator) }
        }
    }

    private static func days(_ messages: Int, _ seed: UInt64, _ capture: inout WorkloadCapture) {
        let population = Population(domains: 3_000, clients: 50, ipv6Clients: 0)
        var day = 0.0
        while capture.messages < messages {
            var generator = SeededGenerator(seed: seed)
            var now = start + day * 86_400
            for _ in 0..<50_000 where capture.messages < messages {
                // Ten hours of work.
                now += generator.pause(perSecond: 50_000 / 36_000)
                population.exchange(at: now, &capture, &generator)
            }
            day += 1
        }
    }
}

extension SeededGenerator {
    /// The pause to the next of events that come at random, so many each second; in seconds.
    mutating func pause(perSecond rate: Double) -> Double {
        -log(Double.random(in: .leastNonzeroMagnitude..<1, using: &self)) / rate
    }

    /// Whether something happens that does so with this chance.
    mutating func happens(_ chance: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < chance
    }
}

extension Int {
    /// The next number from here on that has no divisor in common with another one.
    fileprivate func coprime(to other: Int) -> Int {
        var candidate = self
        while true {
            var (large, small) = (other, candidate)
            while small != 0 { (large, small) = (small, large % small) }
            if large == 1 { return candidate }
            candidate += 1
        }
    }
}
