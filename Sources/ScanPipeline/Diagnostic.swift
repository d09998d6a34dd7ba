/// An event of one capture that a user should hear of.
package struct Diagnostic: Sendable {
    /// As the user gave it, in printable form.
    package let path: String
    /// One line, without the path.
    package let message: String
    /// Whether the capture could not be read; `false` for a warning, such as a capture cut off in its last packet.
    package let isError: Bool
}
