import DNSObservation
import Foundation
import NetworkTypes
import PacketCapture
import PacketDecoding
import ResolverLogs

/// What reading a log to its end gave.
struct LogReading {
    struct Message: Equatable {
        var frame: Int
        var source: String
        var destination: String
        var transport: TransportProtocol
        var nanoseconds: Int64
        var octets: [UInt8]
    }

    var format: LogFormat?
    var records: [LogRecord] = []
    var messages: [Message] = []
    var observations: [Observation] = []
    var hidden: [HiddenName] = []
    var anomalies: [LogAnomaly: Int] = [:]
    var firstFrames: [LogAnomaly: Int] = [:]
    var error: CaptureError?

    init(path: String) {
        var statistics = LogStatistics()
        do throws(CaptureError) {
            let file = try OpenedFile(path: path)
            guard var log = try ResolverLog(file) else { return }
            format = log.format
            defer {
                anomalies = statistics.anomalies.mapValues(\.count)
                firstFrames = statistics.anomalies.mapValues(\.firstFrame.frame)
            }
            while let record = try log.next(
                &statistics,
                deliver: { messages.append(Message($0, $1)) },
                observe: { observations.append($0) },
                hide: { hidden.append($0) }
            ) {
                records.append(record)
            }
        } catch {
            self.error = error
        }
    }

    init(text: String) throws { try self.init(Array(text.utf8)) }

    init(_ octets: [UInt8]) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "dnsscan-\(UUID().uuidString)")
        try Data(octets).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        self.init(path: url.path(percentEncoded: false))
    }
}

extension LogReading.Message {
    init(_ payload: DNSPayload, _ octets: Span<UInt8>) {
        frame = payload.frame
        source = "\(payload.flow.source.address) \(payload.flow.source.port)"
        destination = "\(payload.flow.destination.address) \(payload.flow.destination.port)"
        transport = payload.flow.transport
        nanoseconds = payload.time.nanoseconds
        self.octets = octets.indices.map { octets[$0] }
    }
}
