import Extraction
import TestSupport

/// Queries of one client to its resolver, each with the response to it.
struct Dialogue {
    private var messages: [(exchange: Int, microseconds: Int, isQuery: Bool, port: UInt16, octets: [UInt8])] =
        []
    private var exchanges = 0
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
        ask(name, type: type, responseCode: answers.isEmpty ? 3 : 0) { response in
            for data in answers { response.addRecord(.answer, name, type: type, timeToLive: 0, data: data) }
        }
    }

    /// Asks for a name and gets a response with anything in it.
    ///
    /// - Parameters:
    ///   - name: Labels between dots.
    ///   - type: The record type's number.
    ///   - responseCode: As the header has it.
    ///   - repetitions: How many times the client asks again before something comes back.
    ///   - change: Puts more into the query than the question.
    ///   - fill: Puts records into the response.
    mutating func ask(
        _ name: String,
        type: UInt16,
        responseCode: UInt16 = 0,
        repetitions: Int = 0,
        query change: (inout MessageBuilder) -> Void = { _ in },
        fill: (inout MessageBuilder) -> Void
    ) {
        let id = UInt16.random(in: 0...0xFFFF, using: &random)
        let port = UInt16.random(in: 32_768...60_999, using: &random)
        var query = MessageBuilder.query(name, type: type, id: id)
        change(&query)
        var response = MessageBuilder.response(name, type: type, id: id, responseCode: responseCode)
        fill(&response)
        for _ in 0...repetitions {
            messages.append((exchanges, time, true, port, query.octets))
            time += 300_000
        }
        messages.append((exchanges, time - 296_000, false, port, response.octets))
        exchanges += 1
        time += Int.random(in: 50_000...400_000, using: &random)
    }

    /// Nothing happens for a while.
    mutating func wait(seconds: Int) { time += seconds * 1_000_000 }

    /// What dnsscan finds in a capture of all that.
    func contents(without lost: Set<Int> = []) throws -> [RecoveredContent] {
        try Transfer.contents { path in
            guard var capture = DatagramCapture(path: path) else { return false }
            let (client, resolver): (UInt32, UInt32) = (0x0A35_0011, 0x0A35_0035)
            for message in messages where !lost.contains(message.exchange) {
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
