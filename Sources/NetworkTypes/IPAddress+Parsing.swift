extension IPAddress {
    /// Reads an address in text: dotted decimal, or any form of RFC 4291 §2.2; `nil` when it is neither.
    ///
    /// Decimal parts have no leading zeros, which some readers take for octal. Zones (`%eth0`) are not read.
    ///
    /// - Complexity: O(characters). Allocates nothing.
    package init?(parsing text: Span<UInt8>) {
        var hasColon = false
        for index in text.indices where text[index] == UInt8(ascii: ":") { hasColon = true }
        if hasColon {
            guard let (high, low) = Self.ipv6Halves(text) else { return nil }
            self.init(v6High: high, low: low)
        } else {
            guard let bits = Self.ipv4Bits(text, from: 0) else { return nil }
            self.init(v4: bits)
        }
    }

    /// Reads an address in text; see ``init(parsing:)``.
    package init?(_ text: some StringProtocol) {
        let octets = Array(text.utf8)
        self.init(parsing: octets.span)
    }

    /// The 32 bits of four decimal numbers with dots between them, from `start` to the end.
    private static func ipv4Bits(_ text: Span<UInt8>, from start: Int) -> UInt32? {
        var bits: UInt32 = 0
        var position = start
        for part in 0..<4 {
            if part > 0 {
                guard position < text.count, text[position] == UInt8(ascii: ".") else { return nil }
                position += 1
            }
            let first = position
            var number: UInt32 = 0
            while position < text.count, position - first < 3, (0x30...0x39).contains(text[position]) {
                number = number * 10 + UInt32(text[position] - 0x30)
                position += 1
            }
            let digits = position - first
            guard digits > 0, number <= 255, digits == 1 || text[first] != 0x30 else { return nil }
            bits = bits << 8 | number
        }
        return position == text.count ? bits : nil
    }

    private static func ipv6Halves(_ text: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
        var words = InlineArray<8, UInt16>(repeating: 0)
        var count = 0
        var gap: Int?
        var position = 0
        if text.count >= 2, text[0] == UInt8(ascii: ":"), text[1] == UInt8(ascii: ":") {
            gap = 0
            position = 2
        }
        while position < text.count {
            guard count < 8 else { return nil }
            let first = position
            var number: UInt32 = 0
            while position < text.count, position - first < 4, let digit = hexadecimalValue(text[position]) {
                number = number << 4 | UInt32(digit)
                position += 1
            }
            if position < text.count, text[position] == UInt8(ascii: ".") {
                guard count <= 6, let bits = ipv4Bits(text, from: first) else { return nil }
                words[count] = UInt16(truncatingIfNeeded: bits >> 16)
                words[count + 1] = UInt16(truncatingIfNeeded: bits)
                count += 2
                position = text.count
                break
            }
            guard position > first else { return nil }
            words[count] = UInt16(truncatingIfNeeded: number)
            count += 1
            guard position < text.count else { break }
            guard text[position] == UInt8(ascii: ":") else { return nil }
            position += 1
            guard position < text.count else { return nil }
            if text[position] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = count
                position += 1
            }
        }
        guard gap == nil ? count == 8 : count < 8 else { return nil }
        var halves: (high: UInt64, low: UInt64) = (0, 0)
        for index in 0..<8 {
            let split = gap ?? 8
            let word: UInt16
            if index < split {
                word = words[index]
            } else {
                let fromEnd = 8 - index
                word = fromEnd <= count - split ? words[count - fromEnd] : 0
            }
            if index < 4 {
                halves.high = halves.high << 16 | UInt64(word)
            } else {
                halves.low = halves.low << 16 | UInt64(word)
            }
        }
        return halves
    }

    private static func hexadecimalValue(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}
