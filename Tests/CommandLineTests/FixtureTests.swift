import Foundation
import TestSupport
import Testing

/// What the labels of the repository's own captures promise.
@Suite struct FixtureTests {
    private static let tunnels = LabelledCapture.fixtures.filter { $0.label == "tunnel" }
    private static let ordinary = LabelledCapture.fixtures.filter { $0.label == "benign" }

    @Test func `there are captures of each label`() {
        let labels = Dictionary(grouping: LabelledCapture.fixtures, by: \.label).mapValues(\.count)
        for (label, minimum) in ["tunnel": 20, "benign": 10, "anomaly": 18, "protocol": 15, "damaged": 8] {
            #expect(labels[label] ?? 0 >= minimum, "\(label)")
        }
    }

    @Test(arguments: tunnels)
    func `a tunnel is found in its zone`(capture: LabelledCapture) throws {
        let findings = try ReportedFinding.all(in: [capture.path]).filter(\.isMediumOrAbove)
        let right = findings.filter {
            capture.isLabelled($0.zone, registeredDomain: $0.registeredDomain)
        }
        #expect(!right.isEmpty, "\(findings)")
        #expect(right.contains { $0.kind == capture.kind }, "\(right)")
        // What goes to a DNS port beside the messages has no zone.
        #expect(findings.allSatisfy { $0.zone == "." || right.map(\.zone).contains($0.zone) }, "\(findings)")
        if capture.tool != "-" { #expect(right.contains { $0.tool?.name == capture.tool }, "\(right)") }
    }

    @Test(arguments: ordinary)
    func `ordinary traffic is silent`(capture: LabelledCapture) throws {
        let result = try Command.run([capture.path])
        #expect(result.status == 0 && result.output.contains("No findings"), "\(result.output)")
    }

    @Test(arguments: LabelledCapture.fixtures.filter { $0.label == "anomaly" })
    func `an anomaly is counted under its name`(capture: LabelledCapture) throws {
        struct Report: Decodable {
            struct Coverage: Decodable {
                struct Problem: Decodable {
                    let kind: String
                    let firstFrame: Int
                }
                let problems: [Problem]
            }
            let coverage: Coverage
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let result = try Command.run(["-f", "json", capture.path])
        let problems = try decoder.decode(Report.self, from: Data(result.output.utf8)).coverage.problems
        let expected = try #require(capture.anomaly)
        #expect(problems.contains { $0.kind == expected && $0.firstFrame > 2 }, "\(problems)")
    }

    @Test(arguments: tunnels.filter { $0.path.hasSuffix(".pcap") }.prefix(6))
    func `standard input gives the findings of the file`(capture: LabelledCapture) throws {
        let file = try Command.run(["-f", "ndjson", capture.path])
        let input = try Command.run(["-f", "ndjson", "-"], shell: "< '\(capture.path)'")
        #expect(file.status == 1 && !file.output.isEmpty)
        #expect(
            input.output.replacing("\"inputs\":[\"-\"]", with: "") == withoutInputs(file.output, capture.path)
        )
    }

    @Test(arguments: LabelledCapture.fixtures.filter { $0.name.contains("compressed/") })
    func `a container does not change the findings`(capture: LabelledCapture) throws {
        let plain = Repository.url("Fixtures/captures/tunnels/dns2tcp_txt_stream.pcap").path(
            percentEncoded: false
        )
        let expected = withoutInputs(try Command.run(["-f", "ndjson", plain]).output, plain)
        let found = withoutInputs(try Command.run(["-f", "ndjson", capture.path]).output, capture.path)
        #expect(found == expected && !found.isEmpty)
    }

    @Test func `equal input gives equal output`() throws {
        let capture = Repository.url("Fixtures/captures/mixed/office_with_iodine_txt_idle.pcap")
            .path(percentEncoded: false)
        for format in ["text", "json", "ndjson"] {
            let first = try Command.run(["-f", format, capture]).output
            #expect(try first == Command.run(["-f", format, capture]).output && !first.isEmpty)
        }
    }

    @Test func `captures in one run are one timeline`() throws {
        let names = [
            "tunnels/iodine_null_idle.pcap", "ordinary/web_browsing.pcap", "tunnels/dns2tcp_key_stream.pcap",
        ]
        let paths = names.map { Repository.url("Fixtures/captures/\($0)").path(percentEncoded: false) }
        let zones = try ReportedFinding.all(in: paths).filter(\.isMediumOrAbove).map(\.zone)
        #expect(zones.sorted() == ["d.example.org", "t.example.net"])
    }

    @Test(
        .enabled(if: TShark.isInstalled, "needs tshark"),
        arguments: tunnels.filter { !$0.name.contains("compressed/") }
    )
    func `the display filter shows the messages of the finding`(capture: LabelledCapture) throws {
        for finding in try ReportedFinding.all(in: [capture.path]) {
            let shown = try TShark.count(in: capture.path, filter: finding.displayFilter)
            #expect(shown == finding.frames.count, "\(finding.displayFilter)")
        }
    }

    private func withoutInputs(_ lines: String, _ path: String) -> String {
        lines.replacing("\"inputs\":[\"\(path)\"]", with: "")
    }
}
