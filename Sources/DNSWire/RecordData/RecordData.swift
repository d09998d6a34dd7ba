/// The data of a record, read as its type asks for.
///
/// Ranges are places in the message, inside the data of the record. Nothing is copied.
package enum RecordData: Hashable, Sendable {
    /// An IPv4 address, first octet in the top bits (RFC 1035 §3.4.1).
    case a(UInt32)
    /// An IPv6 address in two halves, first octet in the top bits (RFC 3596 §2.2).
    case aaaa(high: UInt64, low: UInt64)
    /// An authoritative server (RFC 1035 §3.3.11).
    case ns(ParsedName)
    /// The canonical name of the owner (RFC 1035 §3.3.1).
    case cname(ParsedName)
    /// Some place in the name space (RFC 1035 §3.3.12).
    case ptr(ParsedName)
    /// The name to which the subtree below the owner is redirected (RFC 6672 §2.1).
    case dname(ParsedName)
    case soa(SOAData)
    case mx(MXData)
    case txt(CharacterStrings)
    /// Anything at all (RFC 1035 §3.3.10).
    case null(Range<Int>)
    case key(DNSKEYData)
    case srv(SRVData)
    case naptr(NAPTRData)
    case ds(DSData)
    case rrsig(RRSIGData)
    case dnskey(DNSKEYData)
    case nsec(NSECData)
    case nsec3(NSEC3Data)
    case tlsa(TLSAData)
    case svcb(SVCBData)
    case https(SVCBData)
    case caa(CAAData)
    case tsig(TSIGData)
    /// EDNS options (RFC 6891 §6.1.2); ``Message/ednsOptions`` lists them.
    case opt(Range<Int>)
    /// The data of a type that is not read any further (RFC 3597 §3).
    case opaque(Range<Int>)
}

// MARK: - Reading

extension ResourceRecord {
    /// Reads the data as the type of the record asks for.
    ///
    /// Other types than those of ``RecordData``, A records of other classes than IN, and the empty data
    /// by which an UPDATE speaks of whole RRsets (RFC 2136 §2.4, §2.5) are `opaque`.
    ///
    /// - Parameter message: The message that the record was parsed from.
    /// - Returns: The case for the type of the record.
    /// - Throws: A ``WireError`` whose anomaly is ``Anomaly/rdataMalformed``, or the error in a name in the data.
    /// - Complexity: O(octets of the data and its names). Allocates nothing.
    package func data(in message: Span<UInt8>) throws(WireError) -> RecordData {
        guard dataRange.upperBound <= message.count else { throw .dataTooShort(offset: message.count) }
        if dataLength == 0, recordClass == .any || recordClass == .none { return .opaque(dataRange) }
        var cursor = DataCursor(dataRange)
        let data: RecordData
        switch type {
        case .a:
            guard recordClass.withoutMulticastBit == .in else { return .opaque(dataRange) }
            data = .a(try cursor.readUInt32(in: message))
        case .aaaa:
            let octets = try cursor.readOctets(16)
            data = .aaaa(
                high: message.uint64(at: octets.lowerBound),
                low: message.uint64(at: octets.lowerBound + 8)
            )
        case .ns: data = .ns(try cursor.readName(in: message))
        case .cname: data = .cname(try cursor.readName(in: message))
        case .ptr: data = .ptr(try cursor.readName(in: message))
        case .dname: data = .dname(try cursor.readName(in: message))
        case .soa: data = .soa(try SOAData(parsing: &cursor, in: message))
        case .mx: data = .mx(try MXData(parsing: &cursor, in: message))
        case .txt: data = .txt(try CharacterStrings(parsing: &cursor, in: message))
        case .null: data = .null(try cursor.readRest())
        case .key: data = .key(try DNSKEYData(parsing: &cursor, in: message))
        case .srv: data = .srv(try SRVData(parsing: &cursor, in: message))
        case .naptr: data = .naptr(try NAPTRData(parsing: &cursor, in: message))
        case .ds: data = .ds(try DSData(parsing: &cursor, in: message))
        case .rrsig: data = .rrsig(try RRSIGData(parsing: &cursor, in: message))
        case .dnskey: data = .dnskey(try DNSKEYData(parsing: &cursor, in: message))
        case .nsec: data = .nsec(try NSECData(parsing: &cursor, in: message))
        case .nsec3: data = .nsec3(try NSEC3Data(parsing: &cursor, in: message))
        case .tlsa: data = .tlsa(try TLSAData(parsing: &cursor, in: message))
        case .svcb: data = .svcb(try SVCBData(parsing: &cursor, in: message))
        case .https: data = .https(try SVCBData(parsing: &cursor, in: message))
        case .caa: data = .caa(try CAAData(parsing: &cursor, in: message))
        case .tsig: data = .tsig(try TSIGData(parsing: &cursor, in: message))
        case .opt: data = .opt(try cursor.readRest())
        default: data = .opaque(try cursor.readRest())
        }
        guard cursor.isAtEnd else { throw .dataTooLong(offset: cursor.position) }
        return data
    }
}
