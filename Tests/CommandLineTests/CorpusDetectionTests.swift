import Foundation
import TestSupport
import Testing

/// The verdicts on a larger, labelled corpus that is kept apart from the repository.
@Suite(.enabled(if: Repository.corpus != nil, "needs the corpus, beside the repository or by DNSSCAN_CORPUS"))
struct CorpusDetectionTests {
    private static let namedTools = ["iodine", "dnscat2", "dns2tcp"]

    /// Captures whose label says that no DNS tunnel is in them, and where other traffic on a DNS port is.
    private static let otherTraffic = [
        // A shell of Windows XP answers on TCP port 53 from frame 690 on.
        "benign/Studenmier+CTF_Challenges/Locating.pcap": "non-dns-traffic"
    ]

    @Test func `tunnels of the named tools are found and named`() throws {
        let captures = LabelledCapture.corpus.filter { capture in
            ["tunnel", "mixed"].contains(capture.label) && Self.namedTools.contains(Self.toolName(capture))
        }
        #expect(captures.count >= 85)
        var missed: [String] = []
        for capture in captures {
            let found = try ReportedFinding.all(in: [capture.path]).contains {
                $0.isMediumOrAbove && capture.isLabelled($0.zone, registeredDomain: $0.registeredDomain)
                    && $0.tool?.name == Self.toolName(capture)
            }
            if !found { missed.append(capture.name) }
        }
        #expect(missed.isEmpty, "\(missed.joined(separator: "\n"))")
    }

    @Test func `ordinary captures have no finding at medium or above`() throws {
        let captures = LabelledCapture.corpus.filter { $0.label == "benign" }
        #expect(captures.count >= 140)
        var raised: [String] = []
        for capture in captures {
            for finding in try ReportedFinding.all(in: [capture.path]) where finding.isMediumOrAbove {
                guard Self.otherTraffic[capture.name] != finding.kind else { continue }
                raised.append("\(capture.name): \(finding.severity) \(finding.kind) \(finding.zone)")
            }
        }
        #expect(raised.isEmpty, "\(raised.joined(separator: "\n"))")
    }

    /// The manifest adds the version or the record type to some names.
    private static func toolName(_ capture: LabelledCapture) -> String {
        String(capture.tool.lowercased().prefix { $0 != " " })
    }
}
