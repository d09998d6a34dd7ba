package import Channels

/// The ordinary services that are recognized, each with its source.
///
/// The analyzer judges a service that is not here by its traffic alone, which suffices for most: many clients, one
/// length of names, the same answers again and again. The list is for services that one machine asks a thousand
/// things.
package enum RecognizedServiceCatalog {
    package static let all: [RecognizedService] =
        reputation + lists + lookups + networks + hosts + probes + challenges

    /// The first service that a channel is in all parts, if any.
    package static func service(
        of channel: Channel,
        isOrdinaryResolver: Bool,
        areAddressesData: Bool
    ) -> RecognizedService? {
        all.first {
            $0.matches(
                channel,
                isOrdinaryResolver: isOrdinaryResolver,
                areAddressesData: areAddressesData
            )
        }
    }
}
