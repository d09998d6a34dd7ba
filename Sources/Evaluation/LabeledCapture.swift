package import Findings
import NetworkTypes
package import TextInput

/// A row of a manifest: a capture and its content.
package struct LabeledCapture: Sendable {
    /// The manifest's folder and the path in it, such as `recorded/iodine/null_ssh.pcap`.
    package let name: String
    /// The path of the file.
    package let path: String
    package let label: String
    package let group: CaptureGroup
    /// The tool in lower-case letters and digits, or `nil` where the label names none.
    package let tool: String?
    /// In lower case; empty where the client alone tells the channel.
    package let zones: [String]
    /// Addresses as text; empty where the label gives none.
    package let clients: Set<String>
    /// The payload that was really carried, or `nil` where nobody counted.
    let bytesUp: Int?
    let bytesDown: Int?
    package let queries: Int?

    /// Whether a channel is in the capture.
    package var hasChannel: Bool { label == "tunnel" || label == "mixed" }

    /// Whether the channel moves a lot with each query, or is idle; `nil` where nobody counted.
    package var isBulk: Bool? {
        guard let bytesUp, let bytesDown, let queries, queries > 0 else { return nil }
        return bytesUp + bytesDown >= Self.bulkBytes * queries
    }

    /// Payload for each query from which a channel is in bulk transfer; idle ones poll with a few bytes.
    private static let bulkBytes = 40

    /// Whether a finding is the labeled channel or a part of it, below its zone.
    func isRelated(_ finding: Finding) -> Bool {
        isLabeled(finding)
            || hasChannel && finding.zones.contains { zone in zones.contains { zone.hasSuffix("." + $0) } }
    }

    /// Whether a finding is the labeled channel.
    ///
    /// Its zone must be a labeled one or on the path from there to the registered domain. Where the label has no
    /// zone, and for a finding that has none, the client must be the labeled one.
    package func isLabeled(_ finding: Finding) -> Bool {
        guard hasChannel else { return false }
        if zones.isEmpty || finding.zone == "." {
            return clients.isEmpty
                || finding.clients.contains { clients.contains($0.address.description) }
        }
        return finding.zones.contains { zone in
            zones.contains { labeled in
                zone == labeled
                    || (labeled.hasSuffix("." + zone) && zone.hasSuffix(finding.registeredDomain ?? zone))
            }
        }
    }
}

/// The group that a capture counts with in the totals.
package enum CaptureGroup: String, CaseIterable, Sendable {
    case real
    case emulated
    case covert
    case mixed
    case publicTunnels = "public"
    case fixtures
    case benign
    case other
}

// MARK: - Manifests

extension LabeledCapture {
    /// The rows of a manifest; tab-separated, with the names of the columns in the first line.
    package static func rows(ofManifest path: String) throws(TextFileError) -> [LabeledCapture] {
        let text = try TextFile.text(of: path)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let directory = folder.isEmpty ? "." : folder.joined(separator: "/")
        let set = folder.last.map(String.init) ?? "."
        return lines.dropFirst().map { fields in
            let row = Dictionary(zip(header, fields)) { first, _ in first }.filter { $0.value != "-" }
            return LabeledCapture(row, directory: directory, set: set)
        }
    }

    private init(_ row: [String: String], directory: String, set: String) {
        let file = row["path"] ?? ""
        name = set + "/" + file
        path = directory + "/" + file
        label = row["label"] ?? ""
        let tool = (row["tool"] ?? "").lowercased()
        // The label adds versions and record types to the name: `iodine (NULL)`.
        self.tool = Self.normalized(String(tool.prefix { $0 != " " }))
        // Without a zone the labels write `.` or a remark.
        zones = (row["zone"] ?? "").lowercased().split(separator: ",").map(String.init)
            .filter { $0.contains(".") && $0 != "." && !$0.contains(" ") || $0 == "local" }
        clients = Set(
            (row["client_ip"] ?? row["client"] ?? "").split { !($0.isHexDigit || $0 == "." || $0 == ":") }
                .map(String.init)
        )
        bytesUp = row["bytes_up"].flatMap { Int($0) }
        bytesDown = row["bytes_down"].flatMap { Int($0) }
        queries = row["queries"].flatMap { Int($0) }
        group =
            switch label {
            case "benign": .benign
            case "mixed": .mixed
            case "tunnel" where row["made_by"] != nil: .fixtures
            case "tunnel" where row["source_repo"] != nil: .publicTunnels
            case "tunnel" where tool.hasPrefix("covert"): .covert
            case "tunnel": row["kind"] == "real" ? .real : .emulated
            default: .other
            }
    }

    /// Names of the manifests that are no tool's, but of a way that anybody can go.
    private static let ways: Set<String> = [
        "", "bashdig", "bashbase64", "bashxxd", "custom", "sshon53", "nondns53", "slowexfil",
    ]
    private static let otherNames = [
        "pupydnscnc": "pupy", "slipstreamlike": "slipstream", "txtstager": "metasploit",
    ]

    /// A tool's name in lower-case letters and digits, or `nil` where it is none.
    static func normalized(_ name: String) -> String? {
        let letters = name.lowercased().filter { $0.isLetter || $0.isNumber }
        guard !ways.contains(letters), !letters.hasPrefix("covert") else { return nil }
        return otherNames[letters] ?? letters
    }
}
