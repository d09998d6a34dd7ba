import Findings

extension KnownNames {
    /// Services that answer with a public address first and one inside then, for everybody.
    static let rebindingServices = Table(
        kind: .rebinding,
        title: "services for DNS rebinding",
        names: [
            // lock.cmpxchg8b.com/rebinder.html, and published exploits through it (read 2026-11-25)
            "rbndr.us",
            // Singularity of Origin's public server, nccgroup/singularity
            "rebind.it",
            // The public server of brannondorsey/whonow (read 2026-11-25)
            "rebind.network",
            // neex/1u.ms, and lists of bypasses that name it (read 2026-11-25)
            "1u.ms",
        ]
    )
}
