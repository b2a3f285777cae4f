/// The heading of a dimension's column.
package struct SummaryHeading: Sendable {
  /// `group`, `custom:ID` …
  package let key: String
  package let title: String
  package let isDate: Bool
}

/// The computed rows of a *Summary*.
package struct SummaryTable: Sendable {
  package let dimensions: [SummaryDimension]
  package let columns: [SummaryColumn]
  package let rows: [Row]
  /// The cells of the whole population; nil if not asked for.
  package let total: [Cell]?

  package struct Row: Sendable {
    /// One for each dimension.
    package let by: [SummaryMember]
    package let cells: [Cell]
  }
}
