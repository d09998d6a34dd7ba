extension RecordType {
    /// Whether data has the form that this type prescribes for keys and their digests.
    ///
    /// - Parameters:
    ///   - octets: The beginning of the data; a few octets suffice.
    ///   - length: Octets of the whole data.
    /// - Returns: `false` for other types, and for data that no program could use as a key.
    ///
    /// Source: RFC 6698 §2.1 (TLSA), RFC 8162 §2 (SMIMEA), RFC 4255 §3.1 with RFC 6594 (SSHFP), RFC 7929 §2 with
    /// RFC 9580 §4.2 and §5.5.2 (OPENPGPKEY), RFC 4398 §2 (CERT).
    package func isPublishedKey(_ octets: some RandomAccessCollection<UInt8>, length: Int) -> Bool {
        let data = Array(octets.prefix(24))
        switch self {
        case .tlsa, .smimea:
            guard data.count >= 5, data[0] <= 3 || data[0] == 255, data[1] <= 1 || data[1] == 255 else {
                return false
            }
            return switch data[2] {
            case 0: Self.isDERSequence(data[3...], length: length - 3)
            case 1: length == 3 + 32
            case 2: length == 3 + 64
            default: false
            }
        case .sshfp:
            guard data.count >= 2, (1...6).contains(data[0]) else { return false }
            return data[1] == 1 && length == 2 + 20 || data[1] == 2 && length == 2 + 32
        case .openpgpKey: return Self.isOpenPGPKey(data, length: length)
        case .cert:
            guard data.count >= 7, data[0] == 0 else { return false }
            return data[1] == 3
                ? Self.isOpenPGPKey(Array(data[5...]), length: length - 5)
                : (1...8).contains(data[1]) && data[5] == 0x30
        default: return false
        }
    }

    /// Whether octets are one sequence of the Distinguished Encoding Rules as long as said (X.690 §8.1.3).
    private static func isDERSequence(_ octets: ArraySlice<UInt8>, length: Int) -> Bool {
        let header = Array(octets)
        guard header.count >= 4, header[0] == 0x30 else { return false }
        switch header[1] {
        case 0x82: return Int(header[2]) << 8 | Int(header[3]) == length - 4
        case 0x81: return Int(header[2]) == length - 3
        default: return Int(header[1]) == length - 2
        }
    }

    /// Whether octets begin with a packet that is a public key: its version, and an algorithm that there is.
    private static func isOpenPGPKey(_ octets: [UInt8], length: Int) -> Bool {
        guard octets.count >= 12 else { return false }
        let body: Int
        let bodyLength: Int
        switch (octets[0], octets[1]) {
        case (0x98, let short): (body, bodyLength) = (2, Int(short))
        case (0x99, let high): (body, bodyLength) = (3, Int(high) << 8 | Int(octets[2]))
        case (0xC6, let short) where short < 192: (body, bodyLength) = (2, Int(short))
        case (0xC6, let high) where high < 224:
            (body, bodyLength) = (3, (Int(high) - 192) << 8 + Int(octets[2]) + 192)
        default: return false
        }
        let algorithms: Set<UInt8> = [1, 2, 3, 16, 17, 18, 19, 22, 25, 26, 27, 28]
        return body + bodyLength <= length && [3, 4, 6].contains(octets[body])
            && algorithms.contains(octets[body + 5])
    }
}
