import Findings
import Foundation
import NetworkTypes
import ScanPipeline
import TestSupport
import Testing

/// The same minutes, recorded by a resolver and on the wire beside it, get the same verdict.
///
/// What the recordings hold is in `Fixtures/README.md`: an iodine tunnel and names that carry hexadecimal digits, from one
/// client among its ordinary queries.
@Suite struct SameTunnelTests {
    private static func report(_ name: String) -> Report {
        var scan = Scan()
        let diagnostic = scan.read(Repository.url("Fixtures/logs/\(name)").path(percentEncoded: false))
        #expect(diagnostic == nil)
        return scan.finish()
    }

    /// What a finding says of who did what: bytes are compared apart, for packets get lost on one way or the other.
    private static func verdicts(_ report: Report) -> [String] {
        report.findings.filter { $0.severity >= .medium }.map { finding in
            let clients = finding.clients.map(\.address.description)
            return "\(finding.kind) \(finding.zone) \(finding.tool?.name ?? "-") \(clients)"
        }
    }

    @Test(arguments: ["bind_dnstap", "unbound_dnstap"])
    func dnstapHasTheVerdictOfTheCapture(name: String) throws {
        let (tapped, captured) = (Self.report(name + ".dnstap.gz"), Self.report(name + ".pcap.gz"))
        #expect(Self.verdicts(captured).contains("tunnel example.net iodine [\"192.168.184.10\"]"))
        #expect(Self.verdicts(tapped) == Self.verdicts(captured))
        for (tap, capture) in zip(tapped.findings, captured.findings) where capture.severity >= .medium {
            #expect(abs(tap.bytesUp - capture.bytesUp) * 20 <= capture.bytesUp, "\(tap.zone) up")
            #expect(
                abs(tap.bytesDown - capture.bytesDown) * 20 <= capture.bytesDown,
                "\(tap.zone) down"
            )
            #expect(tap.queries == capture.queries)
        }
    }
}
