/// A frame of one of several captures; later captures come later.
@usableFromInline
package struct FramePlace: Hashable, Comparable, Sendable {
    /// Which capture of the scan, from 0.
    @usableFromInline
    package let input: Int
    /// The frame's number in that capture, from 1.
    @usableFromInline
    package let frame: Int

    package init(input: Int = 0, frame: Int) {
        self.input = input
        self.frame = frame
    }

    /// For sentences, such as `frame 12`; with its capture, counted from 1, where that is not the first.
    package var text: String { input > 0 ? "frame \(frame) of capture \(input + 1)" : "frame \(frame)" }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool {
        (left.input, left.frame) < (right.input, right.frame)
    }
}
