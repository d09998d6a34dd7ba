import Findings

extension KnownNames {
    /// Services that answer with a public address first and one inside then, for everybody.
    static let rebindingServices = Table(
        kind: .rebinding,
        title: "services for DNS rebinding",
        names: [
            // lock.cmpxchg8b.com/rebinder.html
            "rbndr.us",
            // Singularity of Origin's public server, github.com/nccgroup/singularity
            "rebind.it",
            // github.com/brannondorsey/whonow
            "rebind.network",
            // 1u.ms, github.com/neex/1u.ms
            "1u.ms",
        ]
    )
}
