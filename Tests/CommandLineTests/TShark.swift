import Foundation

/// Another dissector, which says what a display filter shows.
enum TShark {
    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/bin/tshark")

    /// How many frames of a capture a display filter shows.
    static func count(in capture: String, filter: String) throws -> Int {
        // Without the user's own settings, which may decode other ports as DNS.
        let result = try Command.script(
            #"HOME=/nonexistent tshark -n -r "$1" -Y "$2" -T fields -e frame.number"#,
            [capture, filter]
        )
        guard result.status == 0 else { throw Failure(message: result.errors) }
        return result.output.split(separator: "\n").count
    }

    struct Failure: Error {
        let message: String
    }
}
