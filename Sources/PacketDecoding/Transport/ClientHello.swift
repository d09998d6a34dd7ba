/// The first message of a TLS client, as far as one segment holds it.
package struct ClientHello: Equatable {
    /// The name of the server that the client wants, as sent, without a check of its characters.
    package let serverName: [UInt8]

    /// Reads a record with the beginning of a handshake and finds the extension `server_name`.
    ///
    ///     | 22 | 3 | … | length 2 |                                   record
    ///     | 1 | length 3 | version 2 | random 32 |                    handshake
    ///     | length 1 | session | length 2 | cipher suites | length 1 | compression |
    ///     | length 2 | extensions: | type 2 | length 2 | … |
    ///     server_name: | length 2 | entries: | 0 | length 2 | name |
    ///
    /// The lengths of record, handshake and extensions may reach beyond `octets`, as they do where the
    /// message takes more than one segment; everything that is used has to be there.
    ///
    /// The result is `nil` where it is no such message, or names no server, or not within these octets.
    ///
    /// - Parameter octets: A TCP segment's payload that begins with a record.
    /// - Complexity: O(octets); every step leads forward.
    ///
    /// Source: RFC 8446 §4.1.2, §5.1; RFC 5246 §7.4.1.2; RFC 6066 §3.
    package init?(_ octets: Span<UInt8>) {
        let recordHeader = 5
        let fixedPart = recordHeader + 4 + 2 + 32
        guard octets.count > fixedPart, octets[0] == 22, octets[1] == 3, octets[recordHeader] == 1 else {
            return nil
        }
        let end = min(octets.count, recordHeader + Int(octets.bigEndian16(at: 3)))
        var cursor = Cursor(position: fixedPart, end: end)
        guard let session = cursor.take(octets, lengthOctets: 1), session.count <= 32,
            cursor.take(octets, lengthOctets: 2) != nil,
            cursor.take(octets, lengthOctets: 1) != nil,
            let extensionsLength = cursor.number(octets, octetCount: 2)
        else { return nil }
        cursor.end = min(cursor.end, cursor.position + extensionsLength)
        while let type = cursor.number(octets, octetCount: 2),
            let content = cursor.take(octets, lengthOctets: 2)
        {
            guard type == 0 else { continue }
            guard let name = Self.hostName(octets, in: content) else { return nil }
            serverName = name
            return
        }
        return nil
    }

    /// The first entry of a list of server names; there is no other kind of entry than a host's name.
    private static func hostName(_ octets: Span<UInt8>, in range: Range<Int>) -> [UInt8]? {
        let longestName = 255
        var cursor = Cursor(position: range.lowerBound, end: range.upperBound)
        guard cursor.number(octets, octetCount: 2) != nil, cursor.number(octets, octetCount: 1) == 0,
            let name = cursor.take(octets, lengthOctets: 2), 1...longestName ~= name.count
        else { return nil }
        return Array(copying: octets.extracting(name))
    }
}

/// A place in a message of length-prefixed parts.
private struct Cursor {
    var position: Int
    /// No more than the octets at hand.
    var end: Int

    /// Reads a number of one or two octets and moves behind it, if it is there.
    mutating func number(_ octets: Span<UInt8>, octetCount: Int) -> Int? {
        guard position + octetCount <= end else { return nil }
        defer { position += octetCount }
        return octetCount == 1 ? Int(octets[position]) : Int(octets.bigEndian16(at: position))
    }

    /// Moves behind a part and the length before it, if all of it is there.
    mutating func take(_ octets: Span<UInt8>, lengthOctets: Int) -> Range<Int>? {
        guard let length = number(octets, octetCount: lengthOctets), position + length <= end else {
            return nil
        }
        defer { position += length }
        return position..<position + length
    }
}
