extension ResourceRecord {
    /// Appends the data as it would stand in a message without compression.
    ///
    /// Names are written out, root octet included, in the types whose names may be compressed (RFC 3597 §4); all
    /// other octets come as they are. If a name cannot be read, the rest of the data comes as it is from there on, so
    /// that nothing in the record is lost.
    ///
    /// - Parameters:
    ///   - message: The message that the record was parsed from.
    ///   - destination: The octets to append to.
    /// - Complexity: O(octets appended). Allocates only the capacity that `destination` lacks.
    package func appendCarriedOctets(in message: Span<UInt8>, to destination: inout [UInt8]) {
        guard dataRange.upperBound <= message.count else { return }
        var position = dataOffset
        if let names = type.compressibleNames(in: message, dataRange), names.start <= dataRange.upperBound {
            destination.append(octetsOf: message.extracting(position..<names.start))
            position = names.start
            for _ in 0..<names.count {
                var behind = position
                guard position < dataRange.upperBound,
                    let name = try? ParsedName(parsing: &behind, in: message),
                    behind <= dataRange.upperBound
                else { break }
                name.appendWireOctets(in: message, to: &destination)
                destination.append(0)
                position = behind
            }
        }
        destination.append(octetsOf: message.extracting(position..<dataRange.upperBound))
    }
}

extension RecordType {
    /// The place where the names of this type's data begin and their number, one behind the other.
    ///
    /// The start may lie beyond the data when that is too short. `nil` for types without names that may be compressed.
    ///
    /// Source: RFC 3597 §4, with the types of RFC 1035 and those of later ones whose names receivers must
    /// decompress; DNAME and KX are read in the same way.
    fileprivate func compressibleNames(in message: Span<UInt8>, _ data: Range<Int>) -> (
        start: Int, count: Int
    )? {
        switch self {
        case .ns, .md, .mf, .cname, .mb, .mg, .mr, .ptr, .nsapPTR, .dname, .nxt: (data.lowerBound, 1)
        case .soa, .minfo, .rp: (data.lowerBound, 2)
        case .mx, .afsdb, .rt, .kx: (data.lowerBound + 2, 1)
        case .px: (data.lowerBound + 2, 2)
        case .srv: (data.lowerBound + 6, 1)
        case .sig: (data.lowerBound + 18, 1)
        case .naptr: replacementStart(in: message, data).map { ($0, 1) }
        default: nil
        }
    }

    /// The place where the name of a NAPTR record begins: behind four octets and three character strings.
    private func replacementStart(in message: Span<UInt8>, _ data: Range<Int>) -> Int? {
        var cursor = DataCursor(data)
        guard (try? cursor.readUInt32(in: message)) != nil else { return nil }
        for _ in 0..<3 where (try? cursor.readCharacterString(in: message)) == nil { return nil }
        return cursor.position
    }
}

extension [UInt8] {
    /// Copies lent octets.
    ///
    /// Takes the memory that they need; an array that comes from a buffer would keep all of it.
    package init(octetsOf span: Span<UInt8>) {
        self.init()
        append(octetsOf: span)
    }

    /// Appends lent octets.
    package mutating func append(octetsOf span: Span<UInt8>) {
        append(addingCapacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}
