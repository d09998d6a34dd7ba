/// A frame of one of several captures; later captures come later.
@usableFromInline
package struct FramePlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The place of the capture among the scan's inputs, from 0.
    @usableFromInline
    package let input: Int
    /// The frame's number in that capture, from 1.
    @usableFromInline
    package let frame: Int

    package init(input: Int = 0, frame: Int) {
        self.input = input
        self.frame = frame
    }

    /// The number for sentences, with its capture, counted from 1, where that is not the first: `12 of capture 2`.
    @usableFromInline
    package var description: String { input > 0 ? "\(frame) of capture \(input + 1)" : "\(frame)" }

    /// The same behind its noun, such as `frame 12`.
    package var text: String { "frame \(self)" }

    @inlinable
    package static func < (left: Self, right: Self) -> Bool {
        (left.input, left.frame) < (right.input, right.frame)
    }
}
