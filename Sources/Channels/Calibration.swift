/// The numbers that verdicts rest on; here those that say from where on a channel is worth measuring.
package enum Calibration {
    /// Names that a channel has at least, unless a signature knows better; below, averages say nothing.
    package static let minimumNames = 8.0
    /// Bytes of information in one direction.
    package static let minimumInformation = 150.0
}
