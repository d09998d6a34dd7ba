import CYardsticks
import DNSObservation
import DNSWire
import Findings
import PacketCapture
import PacketDecoding
import ScanPipeline
import ZoneProfiles

/// A piece of work over a whole capture, in the order in which each adds to the one before.
enum Stage: String, CaseIterable {
    /// The yardsticks in C: libpcap alone, and a tight program that counts names.
    case readInC = "c_read"
    case countNamesInC = "c_count_names"
    case read
    case decode
    case parse
    case observe
    case profile
    /// With the verdicts at the end.
    case scan

    var title: String {
        switch self {
        case .readInC: "C: libpcap, pcap_next_ex"
        case .countNamesInC: "C: … and count names"
        case .read: "read frames"
        case .decode: "… and decode layers"
        case .parse: "… and parse messages"
        case .observe: "… and observe them"
        case .profile: "… and keep profiles"
        case .scan: "whole scan, with verdicts"
        }
    }

    /// Does the work once.
    ///
    /// - Returns: The number of messages, as far as the stage knows; `nil` when the capture cannot be read.
    func run(_ path: String) -> Int? {
        switch self {
        case .readInC:
            let packets = unsafe yardstick_read(path)
            return packets > 0 ? Int(packets) : nil
        case .countNamesInC:
            let names = unsafe yardstick_count_names(path)
            return names > 0 ? Int(names) : nil
        case .scan:
            var scan = Scan()
            if let diagnostic = scan.read(path), diagnostic.isError { return nil }
            return scan.finish().scan.dnsMessages
        case .read, .decode, .parse, .observe, .profile:
            return try? runRooms(path)
        }
    }

    private func runRooms(_ path: String) throws(CaptureError) -> Int {
        var file = try CaptureFile(path: path)
        var decoder = FrameDecoder()
        var message = Message()
        var builder = ObservationBuilder()
        var matcher = TransactionMatcher()
        var peers = PeerTable()
        var profiles = ProfileTable()
        var count = 0
        while try file.nextFrame({ frame, octets in
            if self == .read {
                count += 1
                return
            }
            decoder.decode(
                octets,
                linkType: frame.linkType.rawValue,
                time: frame.time,
                frame: frame.number,
                originalLength: frame.originalLength
            ) { payload, octets in
                count += 1
                if self == .decode { return }
                guard (try? message.parse(octets)) != nil, self != .parse else { return }
                guard builder.observe(message, octets: octets, payload: payload) else { return }
                guard self == .profile else { return }
                builder.pair(with: &matcher)
                builder.lend { observation in
                    peers.note(observation)
                    profiles.note(observation)
                }
            }
        }) {}
        return count
    }
}
