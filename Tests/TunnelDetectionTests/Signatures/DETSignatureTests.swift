import DNSWire
import Findings
import Signatures
import TestSupport
import Testing

/// DET by the job id before its own hexadecimal.
@Suite struct DETSignatureTests {
    static let all = [transfer(job: "GjH1rVr")]

    /// Messages cut into names as the plugin does: each name begins with the job.
    private static func transfer(job: String, written: String? = nil) -> ToolTraffic {
        var generator = SeededGenerator(seed: 1)
        var traffic = ToolTraffic(tool: "DET", kind: .exfiltration)
        let data = String(decoding: TextEncoding.base16.encode(generator.octets(90)), as: UTF8.self)
        let sender = written ?? job
        for message in ["report.pdf|!|REGISTER|!|e7ce2049", "0|!|" + data, "1|!|" + data, "DONE"] {
            var rest = TextEncoding.base16.encode("\(sender)|!|\(message)".utf8)[...]
            while !rest.isEmpty {
                let labels = ToolEncoding.labels(Array(job.utf8) + rest.prefix(180))
                rest = rest.dropFirst(180)
                traffic.exchange(labels, .a, nil)
            }
        }
        return traffic
    }

    @Test func recognizes() throws {
        let match = try #require(try Self.all[0].match(DETSignature()))
        #expect(match.evidence.value == 4)
        #expect(match.tool.because.contains("\"GjH1rVr|!|report.pdf"))
        #expect(match.tool.because.contains("frame 1 "))
    }

    @Test func rejectsAnotherJob() throws {
        #expect(try Self.transfer(job: "GjH1rVr", written: "GjH1rVs").match(DETSignature()) == nil)
    }
}
