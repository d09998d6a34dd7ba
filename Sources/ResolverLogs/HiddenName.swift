package import DNSWire
package import NetworkTypes

/// A query whose name, or part of it, the log does not show.
package struct HiddenName: Sendable {
    package let time: Timestamp
    package let place: FramePlace
    package let client: IPAddress
    package let type: RecordType
}
