/// The numbers that verdicts rest on; those here say from which size on a channel is worth measuring.
package enum Calibration {
    /// The least names that a channel has, unless a signature knows better; averages over fewer names say nothing.
    package static let minimumNames = 8.0
    /// Bytes of information in one direction.
    package static let minimumInformation = 150.0
}
