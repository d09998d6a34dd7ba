import DNSObservation
import DNSWire
import Findings
import NetworkTypes
import TestSupport
import Testing
import TunnelDetection
import ZoneProfiles

/// Queries with a file behind them, as pyexfil/network/DNS/dns_exfil.py sends them.
@Suite struct PyExfilSignatureTests {
    private static let end: [UInt8] = [0xCC, 0xCC, 0xCC, 0xCC, 0xFF, 0xFF, 0xFF, 0xFF]

    /// The findings about a client's queries for one name.
    private func findings(ids: (Int) -> UInt16, behind: (Int) -> [UInt8]) throws -> [Finding] {
        var table = PeerTable()
        for index in 0..<40 {
            var query = Observation(
                time: Timestamp(nanoseconds: Int64(index) * 1_000_000_000),
                frame: index + 1,
                client: Endpoint(address: IPAddress(v4: 0x0A00_0001), port: 40_000),
                server: Endpoint(address: IPAddress(v4: 0xC633_6407), port: 53)
            )
            query.setQuestion(name: DomainName("www.example.org").octets, type: .a)
            query.id = ids(index)
            query.extraOctets = behind(index)
            query.trailing = 0..<query.extraOctets.count
            table.note(query)
        }
        return TunnelAnalyzer().findings(in: ProfileTable(), peers: table)
    }

    @Test(arguments: [(true, ToolIdentification.Confidence.certain), (false, .probable)])
    func isNamed(hasBeginning: Bool, confidence: ToolIdentification.Confidence) throws {
        var generator = SeededGenerator(seed: 41)
        let chunks = (0..<40).map { _ in generator.octets(40) + Self.end }
        let found = try findings(ids: { _ in 0x0406 }) {
            $0 == 0 && hasBeginning ? Array("INIT_445report.docx::2772014093\0".utf8) : chunks[$0]
        }
        let finding = try #require(found.first)
        #expect(finding.kind == .covertField)
        #expect(finding.tool?.name == "PyExfil")
        #expect(finding.tool?.confidence == confidence)
        #expect(finding.severity >= .high)
    }

    /// Octets behind queries with ids as everybody has them are a covert field of nobody in particular.
    @Test(arguments: [true, false])
    func othersAreNot(hasConstantID: Bool) throws {
        var generator = SeededGenerator(seed: 42)
        let chunks = (0..<40).map { _ in generator.octets(48) }
        let ids = (0..<40).map { _ in UInt16.random(in: .min ... .max, using: &generator) }
        let found = try findings(ids: { hasConstantID ? 0x0407 : ids[$0] }, behind: { chunks[$0] })
        #expect(found.map(\.kind) == [.covertField])
        #expect(found.first?.tool == nil)
    }
}
