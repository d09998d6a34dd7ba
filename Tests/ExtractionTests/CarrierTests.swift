import Extraction
import Findings
import Foundation
import TestSupport
import Testing

/// Channels outside of names and texts, in captures whose script says what it wrote.
@Suite struct CarrierTests {
    /// What `Fixtures/recording/generate_covert.py` sends, as far as a capture goes.
    private static func text() throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys; sys.path.insert(0, 'Fixtures/recording'); import generate_covert as g; sys.stdout.buffer.write(g.TEXT)",
        ]
        process.currentDirectoryURL = Repository.root
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }

    @Test(arguments: [
        ("transaction_ids", 240), ("client_subnets", 300), ("letter_case", 315), ("lifetimes", 240),
        ("record_counts", 112), ("serials", 480), ("reverse_names", 360), ("delays", 30),
        ("edns_option_down", 640), ("client_cookies", 640), ("additional_texts", 960),
        ("question_classes", 120),
    ])
    func `what a field carries comes back`(capture: String, octets: Int) throws {
        let text = try Self.text()
        try #require(text.count >= octets)
        let path = Repository.url("Fixtures/captures/covert/\(capture).pcap").path
        let contents = try Transfer.contents(of: [path])
        #expect(
            contents.contains { $0.octets == Array(text.prefix(octets)) },
            "\(contents.map(\.octets.count))"
        )
    }

    @Test func `signs that stand for something by a list of the sender's own are not read`() throws {
        // Eight payload sizes, each for three bits.
        let path = Repository.url("Fixtures/captures/covert/edns_sizes.pcap").path
        #expect(try Transfer.contents(of: [path]).isEmpty)
    }

    @Test func `a bit that is not alone is no more than possible`() throws {
        // Two bits of each query change, of which one alone makes text by chance.
        let path = Repository.url("Fixtures/captures/covert/header_bits.pcap").path
        let contents = try Transfer.contents(of: [path])
        #expect(!contents.isEmpty && contents.allSatisfy { $0.confidence == .possible })
    }
}
