/// Paths as text, though a path may have any octets but 0.
///
/// A path that is no UTF-8 keeps its odd octets as U+EF80…U+EFFF, one for each octet 0x80…0xFF. Those of a path that
/// has such characters itself are kept in the same way, so that each path has one text and each text one path. All of
/// the program hands on paths in this form; only code that calls the system turns them back, and only code that shows
/// them writes `\xE9`.
///
/// Source: the range is that of MirOS's OPTU-8, https://www.mirbsd.org/htman/i386/man3/optu8to16.htm.
extension String {
    /// The text of a path.
    ///
    /// - Parameter octets: As the system has them, without the 0 at the end.
    /// - Complexity: O(octets).
    package init(path octets: some Collection<UInt8>) {
        var text = UnicodeScalarView()
        var rest = octets[...]
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = octets.makeIterator()
        parsing: while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                if Unicode.Scalar.keptOctets.contains(scalar) {
                    text.append(contentsOf: rest.prefix(encoded.count).map(Unicode.Scalar.init(keeping:)))
                } else {
                    text.append(scalar)
                }
                rest = rest.dropFirst(encoded.count)
            case .error(let length):
                text.append(contentsOf: rest.prefix(length).map(Unicode.Scalar.init(keeping:)))
                rest = rest.dropFirst(length)
            case .emptyInput: break parsing
            }
        }
        self.init(text)
    }

    /// The path itself with a 0 at the end, as the system takes it.
    ///
    /// - Complexity: O(octets).
    package var pathOctets: [CChar] {
        var octets: [CChar] = []
        octets.reserveCapacity(utf8.count + 1)
        for scalar in unicodeScalars {
            if let octet = scalar.keptOctet {
                octets.append(CChar(bitPattern: octet))
            } else {
                octets.append(contentsOf: UTF8.encode(scalar).map { $0.map(CChar.init(bitPattern:)) } ?? [])
            }
        }
        return octets + [0]
    }

    /// The path for people and reports: octets that are no UTF-8 as `\xE9`, all else as it is.
    package var shownPath: String {
        guard unicodeScalars.contains(where: { $0.keptOctet != nil }) else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if let octet = scalar.keptOctet {
                text += "\\x" + String(octet, radix: 16, uppercase: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Unicode.Scalar {
    /// The scalars that stand for the octets 0x80…0xFF.
    fileprivate static let keptOctets: ClosedRange<Unicode.Scalar> = "\u{EF80}"..."\u{EFFF}"

    /// The scalar for an octet of 0x80 or more; every octet that UTF-8 does not allow is one.
    fileprivate init(keeping octet: UInt8) {
        // The block has no surrogates, so that every value is a scalar.
        self = Unicode.Scalar(0xEF00 | UInt32(octet)) ?? "\u{FFFD}"
    }

    fileprivate var keptOctet: UInt8? {
        Self.keptOctets.contains(self) ? UInt8(truncatingIfNeeded: value) : nil
    }
}
