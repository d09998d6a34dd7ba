package import DNSObservation
package import DNSWire
import NetworkTypes
import PayloadMeasures

/// The fields of one pair's messages in one direction beside names and answers, at which nobody looks.
///
/// Fields of two parts of a capture merge into the fields of the whole, exactly within the bounds of the samples.
package struct CarriedFields: Sendable {
    /// Header bits that every message of the direction has alike, unless somebody writes with them.
    package enum HeaderBit: Int, CaseIterable, Sendable {
        /// Z, which must be zero (RFC 1035 §4.1.1, RFC 6895 §2.1).
        case reserved
        /// AA, TC, RA and RCODE, which mean nothing in a query (RFC 1035 §4.1.1).
        case authoritativeAnswer, truncated, recursionAvailable, responseCode
    }

    /// How many messages have each of ``HeaderBit`` set.
    private var bits = [Int](repeating: 0, count: HeaderBit.allCases.count)
    /// How many messages have each anomaly; empty before the first one.
    private var anomalies: [Int] = []
    /// Octets behind the last record.
    package private(set) var trailing = CarriedSample()
    /// Records where ordinary messages have none.
    package private(set) var unexpected = CarriedSample()
    /// Classes of questions that are not registered, two octets each.
    package private(set) var classes = CarriedSample()
    /// The contents of EDNS options that have no defined content, by their code.
    package private(set) var options: [UInt16: CarriedSample] = [:]
    /// The lawful contents of options that senders may choose but seldom change, by their code.
    package private(set) var identities: [UInt16: CarriedSample] = [:]
    /// Client cookies with a server's cookie behind them.
    package private(set) var returnedCookies = 0
    /// Codes that are told apart.
    static let optionCapacity = 16

    /// How many messages have a header bit set.
    package func count(of bit: HeaderBit) -> Int { bits[bit.rawValue] }

    /// How many messages have an anomaly.
    package func count(of anomaly: Anomaly) -> Int {
        anomalies.isEmpty ? 0 : anomalies[Int(anomaly.rawValue)]
    }

    /// Octets in fields that should carry none.
    package var octets: Int {
        [trailing, unexpected, classes].reduce(options.values.reduce(0) { $0 + $1.octets }) { $0 + $1.octets }
    }

    /// The memory that the samples and tables hold, in bytes; 0 for fields that carry nothing.
    package var heldBytes: Int {
        trailing.contents.heldBytes + unexpected.contents.heldBytes + classes.contents.heldBytes
            + Self.heldBytes(of: options) + Self.heldBytes(of: identities)
    }

    private static func heldBytes(of samples: [UInt16: CarriedSample]) -> Int {
        samples.isEmpty
            ? 0 : samples.values.reduce(MemoryCost.table(samples)) { $0 + $1.contents.heldBytes }
    }

    /// Whether a message has anything to note beside its header bits.
    static func hasContents(_ observation: borrowing Observation) -> Bool {
        !observation.extraOctets.isEmpty || !observation.anomalies.isEmpty || !observation.cutName.isEmpty
    }

    /// Adds one message.
    ///
    /// - Parameters:
    ///   - observation: A message in this direction.
    ///   - keepsContents: Whether there is room to keep the contents of its fields.
    package mutating func note(_ observation: borrowing Observation, keepsContents: Bool) {
        noteBits(observation)
        noteAnomalies(observation.anomalies)
        guard keepsContents else { return }
        // Responses repeat the question.
        if let recordClass = observation.queryClass, !recordClass.isRegistered, !observation.isResponse {
            let octets = [UInt8(recordClass.rawValue >> 8), UInt8(truncatingIfNeeded: recordClass.rawValue)]
            classes.note(octets.span, place: observation.place)
        }
        guard !observation.extraOctets.isEmpty else { return }
        if !observation.trailing.isEmpty {
            trailing.note(observation.trailing, of: observation)
            trailing.noteUnkept(observation.trailingOctetCount - observation.trailing.count)
        }
        for option in observation.options { note(option, of: observation) }
        for record in observation.unexpected where observation.opcode != .update {
            unexpected.note(record.octets, of: observation)
        }
    }

    private mutating func noteBits(_ observation: borrowing Observation) {
        if observation.reservedBit { bits[HeaderBit.reserved.rawValue] += 1 }
        // A primary server that notifies is authoritative and says so; other opcodes have rules of their own (RFC
        // 1996 §3).
        guard !observation.isResponse, observation.opcode == .query else { return }
        if observation.isAuthoritativeAnswer { bits[HeaderBit.authoritativeAnswer.rawValue] += 1 }
        if observation.isTruncated { bits[HeaderBit.truncated.rawValue] += 1 }
        if observation.recursionAvailable { bits[HeaderBit.recursionAvailable.rawValue] += 1 }
        if observation.responseCode != .noError { bits[HeaderBit.responseCode.rawValue] += 1 }
    }

    private mutating func noteAnomalies(_ found: AnomalySet) {
        guard !found.isEmpty else { return }
        if anomalies.isEmpty { anomalies = [Int](repeating: 0, count: Anomaly.allCases.count) }
        for anomaly in found { anomalies[Int(anomaly.rawValue)] += 1 }
    }

    private mutating func note(_ option: ObservedOption, of observation: borrowing Observation) {
        let content = observation.extraOctets[option.octets]
        let freedom = EDNSOptionContent.freedom(
            code: option.code,
            content: content,
            isResponse: observation.isResponse
        )
        switch freedom {
        case .free: Self.note(option, of: observation, in: &options)
        case .identity where option.code == EDNSOptionContent.cookie:
            noteCookie(option, of: observation)
        // Resolvers and servers pass on the choices of others.
        case .identity
        where observation.isResponse
            ? option.code == EDNSOptionContent.serverIdentifier : observation.recursionDesired:
            Self.note(option, of: observation, in: &identities)
        case .identity, .prescribed: break
        }
    }

    /// Of a cookie, the client's part; a server sent the other part before.
    private mutating func noteCookie(_ option: ObservedOption, of observation: borrowing Observation) {
        guard observation.recursionDesired, !observation.isResponse else { return }
        if option.octets.count > EDNSOptionContent.clientCookieOctets { returnedCookies += 1 }
        identities[option.code, default: CarriedSample()].note(
            option.octets.prefix(EDNSOptionContent.clientCookieOctets),
            of: observation
        )
    }

    private static func note(
        _ option: ObservedOption,
        of observation: borrowing Observation,
        in samples: inout [UInt16: CarriedSample]
    ) {
        if samples[option.code] == nil, samples.count >= optionCapacity { return }
        samples[option.code, default: CarriedSample()].note(option.octets, of: observation)
    }

    /// Adds the fields of another part of the capture.
    package mutating func merge(_ other: Self) {
        for index in bits.indices { bits[index] += other.bits[index] }
        if anomalies.isEmpty {
            anomalies = other.anomalies
        } else {
            for (index, count) in other.anomalies.enumerated() { anomalies[index] += count }
        }
        trailing.merge(other.trailing)
        unexpected.merge(other.unexpected)
        classes.merge(other.classes)
        returnedCookies += other.returnedCookies
        options.merge(other.options, uniquingKeysWith: CarriedSample.merged)
        identities.merge(other.identities, uniquingKeysWith: CarriedSample.merged)
    }
}

extension CarriedSample {
    /// Notes the octets in a place of an observation's extra octets.
    package mutating func note(_ place: Range<Int>, of observation: borrowing Observation) {
        note(observation.extraOctets.span.extracting(place), place: observation.place)
    }

    /// The sample of two parts of a capture.
    package static func merged(_ one: Self, _ other: Self) -> Self {
        var sum = one
        sum.merge(other)
        return sum
    }
}
