import NetworkTypes

/// The fingerprint that tells a capture from others, whatever its name and compression: the times and lengths of its
/// frames in their order, and the number of frames.
///
/// Two captures that differ have the same fingerprint by a chance of 2⁻⁶⁴. An attacker can make such captures, and
/// gains only that a baseline refuses to learn one of them.
struct CaptureFingerprint {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325
    private var frames = 0

    /// Takes in the next frame or line.
    mutating func note(_ time: Timestamp?, octets: Int) {
        frames += 1
        for word in [
            UInt64(bitPattern: time?.nanoseconds ?? 0), UInt64(truncatingIfNeeded: octets),
        ] {
            state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 29
        }
    }

    /// Sixteen hexadecimal digits; `nil` for a capture without frames, of which all are alike.
    var text: String? {
        guard frames > 0 else { return nil }
        let digits = String((state ^ UInt64(frames)) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
