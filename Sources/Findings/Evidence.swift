/// One measured reason for a verdict, complete enough to be checked by hand.
package struct Evidence: Hashable, Sendable {
    /// The stable machine name of the feature, in snake_case.
    package let feature: String
    /// The measured value, in `unit`.
    package let value: Double
    /// The unit of `value` and `threshold`, such as `bytes`, `names` or `ratio`.
    package let unit: String
    /// The value from which the feature counts.
    package let threshold: Double
    /// The points that it adds to the score; negative when it speaks against a channel.
    package let points: Int
    /// The same in one sentence for people, numbers with units included.
    package let statement: String

    package init(
        feature: String,
        value: Double,
        unit: String,
        threshold: Double,
        points: Int,
        statement: String
    ) {
        self.feature = feature
        self.value = value
        self.unit = unit
        self.threshold = threshold
        self.points = points
        self.statement = statement
    }

    /// The same with more said in the statement.
    package func adding(_ sentence: String) -> Evidence {
        guard !sentence.isEmpty else { return self }
        return Evidence(
            feature: feature,
            value: value,
            unit: unit,
            threshold: threshold,
            points: points,
            statement: statement + " " + sentence
        )
    }
}
