/// A field that ordinary software keeps, so that a sender can use each change of it as a symbol.
///
/// The cases are in the order of reports. The extensions of ``FieldTable`` in `Carriers` read the fields, one file
/// for each group of fields that messages of one kind have together.
package enum SteadyField: UInt8, CaseIterable, Hashable, Sendable {
    // One client asks one server.
    case queryBits, checkingBits, opcode, ednsSize, ednsFlags, paddingLength, clientNetwork, retries
    case updatedAddresses
    // One client asks for one name.
    case questionTypes
    // One server answers one client.
    case serverEDNSSize, serverEDNSFlags, serverCookie
    // One server answers one question.
    case recordCount, authorityBit, answerBits, responseCode, ownerLayout, recordContents
    // One server says something of one name.
    case serial, additionalAddresses, denial, authority
}

extension SteadyField {
    /// The subject that the field belongs to, for which ordinary software keeps it.
    package enum Subject: Sendable {
        /// A client's queries to one server.
        case client
        /// A client's queries for one name.
        case name
        /// A server's responses to one client.
        case server
        /// A server's responses to one question, from any client.
        case question
        /// A server's records of one owner, for any question.
        case owner
    }

    package var subject: Subject {
        switch self {
        case .queryBits, .checkingBits, .opcode, .ednsSize, .ednsFlags, .paddingLength, .clientNetwork,
            .retries,
            .updatedAddresses:
            .client
        case .questionTypes: .name
        case .serverEDNSSize, .serverEDNSFlags, .serverCookie: .server
        case .recordCount, .authorityBit, .answerBits, .responseCode, .ownerLayout, .recordContents: .question
        case .serial, .additionalAddresses, .denial, .authority: .owner
        }
    }

    /// Whether clients write it.
    package var isUpstream: Bool { subject == .client || subject == .name }

    /// Whether it is about a name, and so about a zone.
    package var isAboutNames: Bool { subject == .name || subject == .question || subject == .owner }

    /// The habit of ordinary software with the field.
    package var habit: OrdinaryHabit {
        switch self {
        // Two programs of one client may differ in AD; resolvers that check signatures repeat queries with CD.
        case .queryBits: OrdinaryHabit(steadiness: 3, ordinaryValues: 1, decibansPerValue: 25)
        case .checkingBits: OrdinaryHabit(steadiness: 28, ordinaryValues: 1, decibansPerValue: 5)
        // Servers of one zone exchange QUERY, NOTIFY and UPDATE.
        case .opcode: OrdinaryHabit(steadiness: 9, ordinaryValues: 2, decibansPerValue: 25)
        // One resolver offers 512, 1,232 and 4,096 after queries that were lost.
        case .ednsSize: OrdinaryHabit(steadiness: 9, ordinaryValues: 3, decibansPerValue: 5)
        case .ednsFlags: OrdinaryHabit(steadiness: 14, ordinaryValues: 1, decibansPerValue: 5)
        case .paddingLength: OrdinaryHabit(steadiness: 13, ordinaryValues: 3, decibansPerValue: 3)
        // A forwarder serves some networks, in any order.
        case .clientNetwork: OrdinaryHabit(steadiness: 3, ordinaryValues: 40, decibansPerValue: 8)
        // Bad networks lose packets by chance.
        case .retries: OrdinaryHabit(steadiness: 14, ordinaryValues: 1, decibansPerValue: 3)
        // DHCP servers write the addresses of many networks.
        case .updatedAddresses:
            OrdinaryHabit(steadiness: 8, ordinaryValues: 2, decibansPerValue: 3, remembered: 64)
        // Mail servers ask for MX, TXT and TLSA of one name, those that check signatures for DS and DNSKEY.
        case .questionTypes: OrdinaryHabit(steadiness: 15, ordinaryValues: 2, decibansPerValue: 8)
        case .serverEDNSSize: OrdinaryHabit(steadiness: 8, ordinaryValues: 2, decibansPerValue: 8)
        case .serverEDNSFlags: OrdinaryHabit(steadiness: 12, ordinaryValues: 1, decibansPerValue: 5)
        // Several machines with their own secrets may stand behind one address.
        case .serverCookie:
            OrdinaryHabit(steadiness: 12, ordinaryValues: 2, decibansPerValue: 3, remembered: 8)
        case .recordCount: OrdinaryHabit(steadiness: 14, ordinaryValues: 1, decibansPerValue: 3)
        case .authorityBit: OrdinaryHabit(steadiness: 35, ordinaryValues: 1, decibansPerValue: 5)
        case .answerBits: OrdinaryHabit(steadiness: 20, ordinaryValues: 1, decibansPerValue: 10)
        case .responseCode: OrdinaryHabit(steadiness: 12, ordinaryValues: 2, decibansPerValue: 6)
        case .ownerLayout: OrdinaryHabit(steadiness: 35, ordinaryValues: 1, decibansPerValue: 5)
        // A zone that moves has the old and the new records for a time.
        case .recordContents: OrdinaryHabit(steadiness: 14, ordinaryValues: 2, decibansPerValue: 5)
        // A secondary server may lag behind.
        case .serial: OrdinaryHabit(steadiness: 10, ordinaryValues: 2, decibansPerValue: 5, remembered: 4)
        // A name may have hosts in several networks, of which answers show some at a time.
        case .additionalAddresses:
            OrdinaryHabit(steadiness: 12, ordinaryValues: 3, decibansPerValue: 3, remembered: 16)
        // Servers of one zone may name themselves, and a zone moves.
        case .authority:
            OrdinaryHabit(steadiness: 10, ordinaryValues: 2, decibansPerValue: 5, remembered: 4)
        case .denial: OrdinaryHabit(steadiness: 10, ordinaryValues: 2, decibansPerValue: 3, remembered: 8)
        }
    }
}
