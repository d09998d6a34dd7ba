package import NetworkTypes

/// Everything that the verdict on one zone rests on, whether it is a finding or not.
///
/// All text from captures is in presentation format.
package struct Explanation: Sendable {
    /// The zone that the user asked about, as the capture has it.
    package var asked: String
    package var registeredDomain: String
    /// From the registered domain to the deepest name below which names fan out.
    package var cuts: [Cut]
    /// The one of `cuts` that was judged.
    package var zone: String
    /// The client whose names were judged alone, because the verdict is worse for it; `nil` for all together.
    package var judgedClient: IPAddress?
    /// The reason why the zone was not judged at all, or `nil`.
    package var unjudged: String?
    /// All features by stable name, in a fixed order.
    package var features: [FeatureValue]
    /// The conditions that names and answers must meet before the scan looks at them as a channel.
    package var conditions: [Condition]
    package var detectors: [DetectorOpinion]
    package var rules: [RuleOutcome]
    package var signatures: [SignatureOutcome]
    package var services: [ServiceOutcome]
    /// The sum of all points, clamped to 0…100.
    package var score: Int
    /// `nil` when the score is too low for any report.
    package var severity: Severity?
    /// The finding in the report, which other zones of a rotation or an allow list can change.
    package var finding: Finding?
    /// Queries by client, those with the most first.
    package var clients: [AddressCount]
    /// Messages by server, those with the most first.
    package var servers: [AddressCount]
    package var queries: Int
    package var responses: Int
    package var queryTypes: [TypeCount]
    package var samples: [SampleMessage]

    package init(asked: String, registeredDomain: String, zone: String) {
        self.asked = asked
        self.registeredDomain = registeredDomain
        self.zone = zone
        cuts = []
        features = []
        conditions = []
        detectors = []
        rules = []
        signatures = []
        services = []
        score = 0
        clients = []
        servers = []
        queries = 0
        responses = 0
        queryTypes = []
        samples = []
    }

    /// A place where the zone could be cut.
    package struct Cut: Hashable, Sendable {
        package let zone: String
        /// Distinct names in the sample that lie below it.
        package let names: Int

        package init(zone: String, names: Int) {
            self.zone = zone
            self.names = names
        }
    }

    /// The opinion of one detector on the zone.
    package struct DetectorOpinion: Hashable, Sendable {
        package let kind: FindingKind
        /// Whether the zone is of its kind at all.
        package let concerns: Bool
        /// The sum of its rules, were it of its kind.
        package let points: Int

        package init(kind: FindingKind, concerns: Bool, points: Int) {
            self.kind = kind
            self.concerns = concerns
            self.points = points
        }
    }

    /// A number that a direction must have before any detector looks at it.
    package struct Condition: Hashable, Sendable {
        /// `up` for names, `down` for answers.
        package let direction: String
        package let name: String
        package let value: Double
        package let unit: String
        /// The value from which it is met.
        package let threshold: Double
        package var isMet: Bool { value >= threshold }

        package init(direction: String, name: String, value: Double, unit: String, threshold: Double) {
            self.direction = direction
            self.name = name
            self.value = value
            self.unit = unit
            self.threshold = threshold
        }
    }

    /// A rule with all its thresholds beside the measured value.
    package struct RuleOutcome: Hashable, Sendable {
        /// A threshold and the points for reaching it.
        package struct Step: Hashable, Sendable {
            package let threshold: Double
            package let points: Int

            package init(threshold: Double, points: Int) {
                self.threshold = threshold
                self.points = points
            }
        }

        package let feature: String
        package let unit: String
        /// `nil` where the feature is undefined.
        package let value: Double?
        /// Whether the rule could count; some wait until averages mean something.
        package let counts: Bool
        package let steps: [Step]
        package let countsDownward: Bool
        /// The points for the value.
        package let points: Int
        /// The detectors that use it.
        package let detectors: [FindingKind]
        /// The sentence of the evidence, where a threshold is reached.
        package let statement: String?

        package init(
            feature: String,
            unit: String,
            value: Double?,
            counts: Bool,
            steps: [Step],
            countsDownward: Bool,
            points: Int,
            detectors: [FindingKind],
            statement: String?
        ) {
            self.feature = feature
            self.unit = unit
            self.value = value
            self.counts = counts
            self.steps = steps
            self.countsDownward = countsDownward
            self.points = points
            self.detectors = detectors
            self.statement = statement
        }
    }

    /// Whether a tool's signature recognized it.
    package struct SignatureOutcome: Hashable, Sendable {
        package let tool: String
        /// `nil` for no match.
        package let match: ToolIdentification?

        package init(tool: String, match: ToolIdentification?) {
            self.tool = tool
            self.match = match
        }
    }

    /// The degree to which the zone is an ordinary service whose suffix it has.
    package struct ServiceOutcome: Hashable, Sendable {
        package let name: String
        /// The share of names that have the service's layout, 0…1.
        package let fittingNames: Double
        package let answersFit: Bool
        package let resolverIsOrdinary: Bool
        /// Whether all of it fits.
        package let isRecognized: Bool

        package init(
            name: String,
            fittingNames: Double,
            answersFit: Bool,
            resolverIsOrdinary: Bool,
            isRecognized: Bool
        ) {
            self.name = name
            self.fittingNames = fittingNames
            self.answersFit = answersFit
            self.resolverIsOrdinary = resolverIsOrdinary
            self.isRecognized = isRecognized
        }
    }
}

/// The number of messages from or to an address.
package struct AddressCount: Hashable, Sendable {
    package let address: IPAddress
    package let count: Int

    package init(address: IPAddress, count: Int) {
        self.address = address
        self.count = count
    }
}
