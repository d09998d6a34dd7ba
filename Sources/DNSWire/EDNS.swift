/// The content of the OPT record, apart from its options.
///
///     CLASS  | requestor's UDP payload size |
///     TTL    | EXTENDED-RCODE, 8 bits | VERSION, 8 bits | DO | Z, 15 bits |
///
/// The options are ``Message/ednsOptions``.
///
/// Source: RFC 6891 §6.1.2, §6.1.3.
package struct EDNS: Hashable, Sendable {
    /// The largest UDP payload, in octets, that the sender takes.
    package let requestorPayloadSize: UInt16
    /// The upper eight bits of the response code.
    package let extendedResponseCode: UInt8
    /// The version of EDNS; 0 is the only one defined.
    package let version: UInt8
    /// DO: whether the sender takes DNSSEC records.
    package let dnssecOK: Bool
    /// The fifteen flag bits beside DO, which senders leave zero (RFC 9824 gives the first of them a meaning, CO).
    package let otherFlags: UInt16
    /// The TTL field as it is: extended code, version and flags together.
    package let recordFlags: UInt32

    init(_ record: ResourceRecord) {
        requestorPayloadSize = record.recordClass.rawValue
        recordFlags = record.timeToLive
        extendedResponseCode = UInt8(truncatingIfNeeded: record.timeToLive >> 24)
        version = UInt8(truncatingIfNeeded: record.timeToLive >> 16)
        dnssecOK = record.timeToLive & 0x8000 != 0
        otherFlags = UInt16(truncatingIfNeeded: record.timeToLive & 0x7FFF)
    }
}

/// One EDNS option, as its place in the message.
///
///     | OPTION-CODE, 2 octets | OPTION-LENGTH, 2 octets | OPTION-DATA |
///
/// Source: RFC 6891 §6.1.2.
package struct EDNSOption: Hashable, Sendable {
    /// The number of the option in the IANA registry of EDNS0 option codes.
    package let code: UInt16
    /// The place where its data begins.
    package let offset: Int
    /// The number of octets of its data.
    package let length: Int

    /// An option whose data begins at `offset` and has `length` octets.
    package init(code: UInt16, offset: Int, length: Int) {
        self.code = code
        self.offset = offset
        self.length = length
    }
}
