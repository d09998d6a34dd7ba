/// The reason why reading stopped, and the octet of the message where it did.
///
/// Offsets count from the first octet of the header. They point at the octet at fault; where octets
/// are missing, at the place of the first missing one.
package enum WireError: Error, Hashable, Sendable {
    /// The message is shorter than a header, which has twelve octets.
    case messageTooShort(offset: Int)
    /// The message ends within a question, a name or a record.
    case truncated(offset: Int)
    /// The message ends before as many questions or records as the header announces.
    case countExceedsMessage(offset: Int)
    /// A compression pointer leads to itself or forward; the offset is the pointer's.
    case pointerNotBackward(offset: Int)
    /// A name takes more pointers than it could have labels; the offset is the pointer's.
    case tooManyPointers(offset: Int)
    /// A label begins with the bits 01 or 10; the offset is that of its first octet.
    case reservedLabelType(offset: Int)
    /// A name is longer than 255 octets; the offset is that of the label that goes beyond.
    case nameTooLong(offset: Int)
    /// Record data ends within one of its fields.
    case dataTooShort(offset: Int)
    /// Record data goes on after its last field.
    case dataTooLong(offset: Int)
    /// A length inside record data is one that the record type does not allow.
    case lengthOutOfRange(offset: Int)
    /// Keys or windows inside record data do not ascend.
    case keyOutOfOrder(offset: Int)

    /// The octet at fault, counted from the first octet of the header.
    package var offset: Int {
        switch self {
        case .messageTooShort(let offset), .truncated(let offset), .countExceedsMessage(let offset),
            .pointerNotBackward(let offset), .tooManyPointers(let offset), .reservedLabelType(let offset),
            .nameTooLong(let offset), .dataTooShort(let offset), .dataTooLong(let offset),
            .lengthOutOfRange(let offset), .keyOutOfOrder(let offset):
            offset
        }
    }

    /// The same fact without its place.
    package var anomaly: Anomaly {
        switch self {
        case .messageTooShort: .messageTooShort
        case .truncated: .truncatedMessage
        case .countExceedsMessage: .recordCountExceedsMessage
        case .pointerNotBackward: .pointerNotBackward
        case .tooManyPointers: .tooManyPointers
        case .reservedLabelType: .reservedLabelType
        case .nameTooLong: .nameTooLong
        case .dataTooShort, .dataTooLong, .lengthOutOfRange, .keyOutOfOrder: .rdataMalformed
        }
    }
}
