import PacketCapture
import PacketDecoding

extension FrameDecoder {
    /// Decodes a frame of a capture and lends every payload that it completes to `deliver`.
    ///
    /// - Parameters:
    ///   - frame: Its time, link type and lengths.
    ///   - octets: The captured octets.
    ///   - input: The place of the capture among the scan's inputs, from 0.
    ///   - deliver: Receives each payload; its octets end with the call.
    mutating func decode(
        _ frame: Frame,
        _ octets: Span<UInt8>,
        input: Int,
        _ deliver: (DNSPayload, Span<UInt8>) -> Void
    ) {
        decode(
            octets,
            linkType: frame.linkType.rawValue,
            time: frame.time,
            frame: frame.number,
            input: input,
            originalLength: frame.originalLength,
            deliver
        )
    }
}
