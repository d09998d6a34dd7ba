import Foundation
import TestSupport
import Testing

/// Each detector and each signature is in its catalog, has tests, and where a tool can be recorded a capture.
@Suite struct DetectorCatalogTests {
    private static func types(in folder: String, conformingTo protocols: [String]) -> [(
        type: String, file: SourceFile
    )] {
        SourceFile.all(in: "Sources/" + folder).flatMap { file in
            file.code.compactMap { _, text in
                text.firstMatch(of: #/struct (?<name>[A-Za-z0-9]+): (?<conformance>[A-Za-z]+)/#)
                    .flatMap {
                        protocols.contains(String($0.output.conformance))
                            ? (String($0.output.name), file) : nil
                    }
            }
        }
    }

    private static let testNames = Set(SourceFile.all(in: "Tests/TunnelDetectionTests").map(\.name))

    private static func catalog(_ path: String) throws -> String {
        try String(contentsOf: Repository.url("Sources/" + path), encoding: .utf8)
    }

    @Test func detectorsAreListedAndTested() throws {
        let detectors = Self.types(
            in: "TunnelDetection/Detectors",
            conformingTo: ["Detector", "PeerDetector", "ScanDetector"]
        )
        #expect(detectors.count >= 3)
        let catalog = try Self.catalog("TunnelDetection/Detectors/Detector.swift")
        for (type, file) in detectors {
            #expect(catalog.contains(type + "()"), "\(type) is not in DetectorCatalog")
            #expect(Self.testNames.contains(file.name + "Tests"), "no \(file.name)Tests.swift")
        }
    }

    @Test func signaturesAreListedAndTested() throws {
        let signatures = Self.types(in: "Signatures", conformingTo: ["ToolSignature"])
        #expect(signatures.count >= 3)
        let catalog = try Self.catalog("Signatures/ToolSignature.swift")
        for (type, file) in signatures {
            #expect(catalog.contains(type + "("), "\(type) is not in SignatureCatalog")
            #expect(Self.testNames.contains(file.name + "Tests"), "no \(file.name)Tests.swift")
        }
    }

    /// The tools that the manifest of the captures names are known by their signature, and the ones that can be
    /// recorded on this machine have a capture.
    @Test func recordedToolsAreThoseOfSignatures() throws {
        let manifest = try String(contentsOf: Repository.url("Fixtures/MANIFEST.tsv"), encoding: .utf8)
        let rows = manifest.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        let column = try #require(rows.first?.firstIndex(of: "tool"))
        let recorded = Set(rows.dropFirst().map { String($0[column]) }).subtracting(["-"])
        let tools = Set(
            Self.types(in: "Signatures", conformingTo: ["ToolSignature"]).compactMap { _, file in
                file.lines.joined(separator: "\n").firstMatch(of: #/let tool = "(?<tool>[^"]+)"/#).map {
                    String($0.output.tool)
                }
            }
        )
        #expect(
            recorded.isSubset(of: tools),
            "captures of \(recorded.subtracting(tools).sorted()) have no signature"
        )
        #expect(["iodine", "dnscat2", "dns2tcp"].allSatisfy(recorded.contains))
    }
}
