extension PartPiece {
    /// Whether a description may be one that dnsscan wrote, so that a reader can add its numbers up and show its words.
    ///
    /// Parts come from other machines. A checksum tells damage and no malice.
    var isPlausible: Bool {
        source.isPlausible && reading.isPlausible
    }
}

extension PartSource {
    fileprivate var isPlausible: Bool {
        // The path may be any text, as paths are.
        ["", "pcap", "pcapng"].contains(format) && compression.isWord && linkTypes.allSatisfy(\.isWord)
            && (1...1 << 16).contains(shares) && share < shares && fileOctets.isPlausible
    }
}

extension PartReading {
    fileprivate var isPlausible: Bool {
        let numbers = [packets, octets, dropped, firstFrame, copies]
        return numbers.allSatisfy(\.isPlausible) && counts.allSatisfy { $0.name.isWord && $0.isPlausible }
            && unknownLinks.allSatisfy(\.seen.isPlausible) && encrypted.allSatisfy(\.seen.isPlausible)
            && watched.allSatisfy {
                [$0.packets, $0.octetsUp, $0.octetsDown, $0.firstFrame, $0.lastFrame].allSatisfy(
                    \.isPlausible
                )
            }
            && failures.allSatisfy {
                $0.kind.isWord && $0.detail.isSentence && $0.message.isSentence && $0.frame.isPlausible
            }
    }
}

extension PartCount {
    fileprivate var isPlausible: Bool { count.isPlausible && firstFrame.isPlausible }
}

extension UInt64 {
    /// Packets or octets that a file may have; sums of a million of these fit a number.
    fileprivate var isPlausible: Bool { self < 1 << 43 }
}

extension String {
    /// Whether it is a name in a report, or empty.
    fileprivate var isWord: Bool {
        utf8.count <= 64
            && utf8.allSatisfy { $0 == 0x5F || $0 == 0x2D || $0 == 0x20 || UInt8.letters.contains($0) }
    }

    /// Whether it is a sentence that a terminal may show.
    fileprivate var isSentence: Bool {
        utf8.count <= 4_096
            && unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
                    .unassigned:
                    false
                default: true
                }
            }
    }
}

extension UInt8 {
    /// The letters and digits of ASCII.
    fileprivate static let letters = Set(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8
    )
}
