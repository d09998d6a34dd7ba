import Foundation

/// Another dissector, which says what a display filter shows.
enum TShark {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/tshark")

    /// How many frames of a capture a display filter shows.
    static func count(in capture: String, filter: String) throws -> Int {
        try values(of: "frame.number", in: capture, filter: filter).count
    }

    /// How many octets the IPv4 packets have that a display filter shows.
    static func octets(in capture: String, filter: String) throws -> Int {
        try values(of: "ip.len", in: capture, filter: filter).reduce(0) { $0 + (Int($1) ?? 0) }
    }

    /// When the frames that a display filter shows were captured, as reports write it.
    static func times(in capture: String, filter: String) throws -> [String] {
        try values(of: "frame.time_epoch", in: capture, filter: filter).map { epoch in
            let parts = epoch.split(separator: ".")
            let seconds = parts.first.flatMap { Double($0) } ?? 0
            let date = Date(timeIntervalSince1970: seconds).formatted(.iso8601).dropLast()
            return "\(date).\(parts.last?.prefix(6) ?? "")Z"
        }
    }

    private static func values(of field: String, in capture: String, filter: String) throws -> [Substring] {
        // Without the user's own settings, which may decode other ports as DNS.
        let result = try Command.script(
            #"HOME=/nonexistent tshark -n -r "$1" -Y "$2" -T fields -e "$3""#,
            [capture, filter, field]
        )
        guard result.status == 0 else { throw Failure(message: result.errors) }
        return result.output.split(separator: "\n")
    }

    struct Failure: Error {
        let message: String
    }
}
