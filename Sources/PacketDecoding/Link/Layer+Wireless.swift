extension Layer {
    /// A data frame of IEEE 802.11 whose content is not enciphered.
    ///
    /// Source: IEEE 802.11 §9.2.3, §9.3.2.
    static func insideWireless(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try insideWireless(octets, isPadded: false)
    }

    private static func insideWireless(_ octets: Span<UInt8>, isPadded: Bool) throws(Obstacle) -> InnerLayer {
        try octets.require(2)
        let type = octets[0] >> 2 & 0x3
        let subtype = octets[0] >> 4
        guard octets[0] & 0x3 == 0, type == 2, subtype & 0x4 == 0 else { throw .irrelevant }
        let flags = octets[1]
        if flags & 0x40 != 0 { throw .anomaly(.linkEncrypted) }
        var length = 24
        if flags & 0x03 == 0x03 { length += 6 }  // between access points: a fourth address
        let isQoS = subtype & 0x8 != 0
        var isAggregate = false
        if isQoS {
            try octets.require(length + 2)
            isAggregate = octets[length] & 0x80 != 0
            length += 2
            if flags & 0x80 != 0 { length += 4 }  // high throughput control
        }
        if isPadded { length = (length + 3) & ~3 }
        if isAggregate {
            return try octets.inner(.aggregate, from: length)
        }
        return try octets.inner(.llc, from: length)
    }

    /// A header that says its length, low octet first, before the frame.
    ///
    ///     | version, 0 | pad | length, 2 octets | present, 4 octets, more while bit 31 | fields |
    ///
    /// Source: https://www.radiotap.org.
    static func insideRadiotap(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        let length = Int(octets.littleEndian16(at: 2))
        guard octets[0] == 0, length >= 8 else { throw .anomaly(.linkMalformed) }
        try octets.require(length)
        let present = octets.littleEndian32(at: 4)
        var field = 8
        var word = present
        while word >> 31 == 1, field + 4 <= length {
            word = octets.littleEndian32(at: field)
            field += 4
        }
        if present & 1 != 0 { field = (field + 7) & ~7 + 8 }  // the 64-bit timer comes first
        let hasFlags = present & 2 != 0 && field < length
        let isPadded = hasFlags && octets[field] & 0x20 != 0
        let inner = try insideWireless(octets.extracting(length..<octets.count), isPadded: isPadded)
        return try octets.inner(inner.layer, from: length + inner.range.lowerBound)
    }

    /// A header of Prism or AVS, which both say their length; Prism in the capturing machine's order.
    ///
    /// Source: https://www.tcpdump.org/linktypes.html, IEEE802_11_PRISM and IEEE802_11_AVS.
    static func insidePrism(_ octets: Span<UInt8>) throws(Obstacle) -> InnerLayer {
        try octets.require(8)
        let value = octets.bigEndian32(at: 4)
        let length = Int(min(value, value.byteSwapped))
        guard length >= 8 else { throw .anomaly(.linkMalformed) }
        return try octets.inner(.wireless, from: length)
    }
}
