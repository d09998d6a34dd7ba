import FuzzTargets
import Glibc

/// libFuzzer's way in: the octets that it made up go to the target that `FUZZ_TARGET` names.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let buffer = unsafe UnsafeBufferPointer(start: start, count: count)
    guard let tool else {
        // libFuzzer owns these octets and keeps them until this function returns.
        unsafe target.run(buffer.span)
        return 0
    }
    let octets = [tool] + (unsafe buffer.dropFirst())
    target.run(octets.span)
    return 0
}

/// The number of the tool that `FUZZ_TOOL` names, whose reader gets all contents, 0 for `unknown`; `nil` to let the octets
/// tell.
private let tool: UInt8? = {
    guard let name = unsafe getenv("FUZZ_TOOL").map({ unsafe String(cString: $0) }) else { return nil }
    guard name != "unknown" else { return 0 }
    guard let number = ContentTarget.number(ofTool: name) else {
        preconditionFailure("FUZZ_TOOL is to name a tool that has a reader")
    }
    return number
}()

/// libFuzzer calls from one thread only.
nonisolated(unsafe) private var target: FuzzTarget = {
    let name = unsafe getenv("FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
    guard let kind = FuzzTarget.Kind(rawValue: name) else {
        preconditionFailure("FUZZ_TARGET is to name one of \(FuzzTarget.Kind.allCases.map(\.rawValue))")
    }
    // A whole scan takes a hundred times as long as decoding and parsing; so each gets about half of the time.
    return FuzzTarget(kind, scanInterval: 64)
}()
