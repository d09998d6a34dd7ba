import DNSObservation
import DNSWire
import Foundation
import NetworkTypes
import PacketCapture
import ResolverLogs
import TestSupport
import Testing

/// Whoever asks a resolver chooses part of what it writes down, and files get damaged.
@Suite struct LogRobustnessTests {
    /// The first octets of a sample, unpacked.
    private static func sample(_ name: String, _ count: Int) throws -> [UInt8] {
        var window = InputWindow(try OpenedFile(path: Repository.url("Fixtures/logs/\(name)").path))
        _ = try window.fill(count, after: 0)
        return Array(window.octets[window.position..<min(window.filled, window.position + count)])
    }

    /// Octets that are changed, taken out, or come twice.
    private static func damaged(_ octets: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var result = octets
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let place = Int.random(in: 0..<result.count, using: &generator)
            let end = min(result.count, place + Int.random(in: 1...64, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: result[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: result.removeSubrange(place..<min(end, result.count - 1))
            case 2: result.insert(contentsOf: result[place..<end], at: place)
            default: result.replaceSubrange(place..<end, with: [UInt8](repeating: 0, count: end - place))
            }
        }
        return result
    }

    @Test(arguments: [
        "bind_dnstap.dnstap.gz", "unbound_dnstap.dnstap.gz", "bind_querylog.log.gz", "unbound_log.log.gz",
    ])
    func damagedLogsAreReadAsFarAsTheyGo(name: String) throws {
        let octets = try Self.sample(name, 6_000)
        var generator = SeededGenerator(seed: 16)
        var read = 0
        for round in 0..<300 {
            let log = try LogReading(Self.damaged(octets, &generator))
            read += log.messages.count + log.observations.count
            let last = log.records.last?.number ?? 0
            #expect(log.records.map(\.number) == log.records.map(\.number).sorted(), "round \(round)")
            #expect(log.messages.allSatisfy { $0.frame <= last } || log.error != nil, "round \(round)")
            #expect(log.observations.allSatisfy { DomainName(octets: $0.queryName) != nil }, "round \(round)")
        }
        #expect(read > 1_000)
    }

    /// Names that a client chooses cannot add lines or words of their own.
    @Test func aNameCannotForgeALine() throws {
        let log = try LogReading(
            text: """
                Nov 30 07:51:32 dnsmasq[1]: query[A] x from 198.51.100.9 from 192.0.2.1
                Nov 30 07:51:32 dnsmasq[1]: query[A] dnsmasq[2]: query[TXT] y from 198.51.100.9 from 192.0.2.1
                """
        )
        #expect(log.observations.map(\.client.address.description) == ["192.0.2.1", "192.0.2.1"])
        #expect(log.observations.map(\.queryType) == [.a, .a])
    }
}
