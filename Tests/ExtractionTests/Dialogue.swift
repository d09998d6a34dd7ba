import Extraction
import TestSupport

/// Queries of one client to its resolver, each with the response to it.
struct Dialogue {
    private var messages: [(microseconds: Int, isQuery: Bool, port: UInt16, octets: [UInt8])] = []
    private var random: SeededGenerator
    private var time = 1_780_300_800_000_000

    init(seed: UInt64 = 1) {
        random = SeededGenerator(seed: seed)
    }

    /// Asks for a name and gets answers.
    ///
    /// - Parameters:
    ///   - name: Labels between dots.
    ///   - type: The record type's number.
    ///   - answers: The data of each record, of the same type.
    mutating func ask(_ name: String, type: UInt16, answers: [[UInt8]]) {
        let id = UInt16.random(in: 0...0xFFFF, using: &random)
        let port = UInt16.random(in: 32_768...60_999, using: &random)
        var response = MessageBuilder.response(
            name,
            type: type,
            id: id,
            responseCode: answers.isEmpty ? 3 : 0
        )
        for data in answers { response.addRecord(.answer, name, type: type, timeToLive: 0, data: data) }
        messages.append((time, true, port, MessageBuilder.query(name, type: type, id: id).octets))
        messages.append((time + 4_000, false, port, response.octets))
        time += Int.random(in: 50_000...400_000, using: &random)
    }

    /// What dnsscan finds in a capture of all that.
    func contents(without lost: Set<Int> = []) throws -> [RecoveredContent] {
        try Transfer.contents { path in
            guard var capture = DatagramCapture(path: path) else { return false }
            let (client, resolver): (UInt32, UInt32) = (0x0A35_0011, 0x0A35_0035)
            for (index, message) in messages.enumerated() where !lost.contains(index / 2) {
                capture.write(
                    message.octets,
                    at: message.microseconds,
                    from: message.isQuery ? (client, message.port) : (resolver, 53),
                    to: message.isQuery ? (resolver, 53) : (client, message.port)
                )
            }
            return true
        }
    }
}
