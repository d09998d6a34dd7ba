import Foundation

/// Runs tshark, Wireshark's dissector on the command line.
enum TShark {
    /// The version that the list of known differences was made with; others dissect a little differently.
    static let version = "4.0.17"

    /// Whether tshark of the right version is installed.
    static let isInstalled: Bool = {
        guard let output = try? run("exec tshark --version", []) else { return false }
        return output.hasPrefix("TShark (Wireshark) \(version) ")
    }()

    /// Every frame of a capture in which tshark sees a message of a service with the DNS format.
    ///
    /// Messages that are quoted in ICMP errors are left out: nobody sent them to where the packet goes.
    static func dissect(_ path: String) throws -> [DissectedFrame] {
        let columns = ["frame.number", "frame.protocols"] + DissectedFrame.columns
        let output = try run(
            on: path,
            ["-Y", "dns || mdns || llmnr || nbns", "-T", "fields", "-E", "occurrence=a"]
                + columns.flatMap { ["-e", $0] }
        )
        var services: [Substring: String] = [:]
        var frames: [DissectedFrame] = []
        for line in output.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = Substring(line).utf8.split(separator: UInt8(ascii: "\t"), maxSplits: 2)
            guard parts.count == 3, let number = Int(Substring(parts[0])) else { continue }
            let layers = Substring(parts[1])
            let way = services[layers] ?? self.services(in: layers)
            services[layers] = way
            if way.isEmpty { continue }
            frames.append(DissectedFrame(number: number, services: way, values: String(Substring(parts[2]))))
        }
        return frames
    }

    /// The octets of the names in the questions of those frames whose names go beyond ASCII, in hexadecimal.
    static func foreignNames(in path: String) throws -> [Int: [String]] {
        let output = try run(
            on: path,
            ["-Y", #"dns.qry.name matches "[^ -~]|\\\\[uU]""#, "-T", "pdml", "-J", "dns mdns llmnr"]
        )
        var names: [Int: [String]] = [:]
        var frame = 0
        for line in output.utf8.split(separator: UInt8(ascii: "\n")) {
            let element = Substring(line.drop { $0 == UInt8(ascii: " ") })
            if element.hasPrefix(#"<field name="num" "#) {
                frame = attribute("show", of: element).flatMap { Int($0) } ?? 0
            } else if element.hasPrefix(#"<field name="dns.qry.name" "#) {
                names[frame, default: []].append(attribute("value", of: element).map(String.init) ?? "")
            }
        }
        return names
    }

    /// The ways to DNS in a stack of layers such as `eth:ethertype:ip:udp:dns`.
    private static func services(in layers: Substring) -> String {
        let names = layers.split(separator: ":")
        var ways: [String] = []
        for (outer, name) in zip(names, names.dropFirst()) {
            if outer == "icmp" || outer == "icmpv6" { break }
            // Of several messages in a segment each may have its layer.
            if name != outer, ["dns", "mdns", "llmnr", "nbns"].contains(name) {
                ways.append("\(outer)/\(name)")
            }
        }
        return ways.joined(separator: ",")
    }

    private static func attribute(_ name: String, of element: Substring) -> Substring? {
        let parts = element.split(separator: "\"")
        return zip(parts, parts.dropFirst()).first { $0.0 == " \(name)=" }?.1
    }

    /// What tshark writes about a capture, also where it gave up on the way, as it does on damaged ones.
    private static func run(on path: String, _ arguments: [String]) throws -> String {
        // Without names from outside, and with segments in any order.
        let command = #"tshark -n -o tcp.desegment_tcp_streams:TRUE -o tcp.reassemble_out_of_order:TRUE "$@""#
        // It unpacks all but xz.
        return path.hasSuffix(".xz")
            ? try run(#"file=$0; xz -dc "$file" | \#(command) -r -"#, [path] + arguments)
            : try run(#"exec \#(command) -r "$0""#, [path] + arguments)
    }

    /// What a command of the shell writes, its `$0` and `$@` being the arguments.
    private static func run(_ command: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command] + arguments
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            // Without the user's own settings.
            "WIRESHARK_CONFIG_DIR": "/nonexistent",
        ]
        let pipe = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }
}
