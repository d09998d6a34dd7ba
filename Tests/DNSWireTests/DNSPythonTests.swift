import DNSWire
import Foundation
import TestSupport
import Testing

/// What dnspython read in the same octets, recorded by `Fixtures/messages/dnspython/generate.py`.
@Suite struct DNSPythonTests {
    struct Expectations: Decodable {
        let decoder: String
        let messages: [Expectation]
    }

    struct Expectation: Decodable, Sendable {
        struct Question: Decodable, Equatable, Sendable {
            let name: String
            let type: UInt16
            let `class`: UInt16
        }

        struct Record: Decodable, Equatable, Sendable {
            let section: String
            let owner: String
            let type: UInt16
            let `class`: UInt16
            let ttl: UInt32
            let data: String
        }

        struct EDNS: Decodable, Equatable, Sendable {
            struct Option: Decodable, Equatable, Sendable {
                let code: UInt16
                let data: String
            }

            let payloadSize: UInt16
            let version: UInt8
            let flags: UInt16
            let options: [Option]
        }

        let kind: String
        let wire: String
        let id: UInt16
        let flags: UInt16
        let rcode: UInt16
        let questions: [Question]
        let records: [Record]
        let edns: EDNS?
    }

    static let expectations: Expectations = {
        let file = Repository.url("Fixtures/messages/dnspython/expectations.json")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        // swift-format-ignore: NeverUseForceTry
        return try! decoder.decode(Expectations.self, from: Data(contentsOf: file))
    }()

    @Test func thereIsEnoughToCompare() {
        #expect(Self.expectations.decoder.hasPrefix("dnspython "))
        #expect(Self.expectations.messages.count { $0.kind == "sound" } >= 80)
        #expect(Self.expectations.messages.count { $0.kind == "changed" } >= 80)
    }

    @Test(arguments: expectations.messages.indices) func readsTheSame(index: Int) throws {
        let expected = Self.expectations.messages[index]
        let parsed = ParsedMessage(hex(expected.wire))
        let message = parsed.message
        #expect(parsed.error == nil)
        let header = try #require(message.header)
        #expect(header.id == expected.id)
        #expect(header.flags == expected.flags)
        #expect(message.responseCode.rawValue == expected.rcode)
        #expect(
            message.questions.map {
                .init(name: parsed.text($0.name), type: $0.type.rawValue, class: $0.recordClass.rawValue)
            } == expected.questions
        )
        #expect(
            message.records.enumerated().filter { $0.element.type != .opt }.map { index, record in
                .init(
                    section: "\(record.section)",
                    owner: parsed.text(record.owner),
                    type: record.type.rawValue,
                    class: record.recordClass.rawValue,
                    // dnspython reads the times that RFC 2181 §8 takes for 0 as 0.
                    ttl: record.timeToLive > 0x7FFF_FFFF ? 0 : record.timeToLive,
                    data: hexText(parsed.carriedOctets(index))
                )
            } == expected.records
        )
        let edns = message.edns.map { edns in
            Expectation.EDNS(
                payloadSize: edns.requestorPayloadSize,
                version: edns.version,
                flags: edns.otherFlags | (edns.dnssecOK ? 0x8000 : 0),
                options: message.ednsOptions.map { option in
                    let data = parsed.octets(option.offset..<option.offset + option.length)
                    return .init(code: option.code, data: hexText(data))
                }
            )
        }
        #expect(edns == expected.edns)
        if expected.kind == "sound" {
            #expect(message.anomalies.isEmpty)
            for index in message.records.indices { #expect(parsed.dataError(index) == nil) }
        }
    }

    private func hexText(_ octets: [UInt8]) -> String {
        octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
