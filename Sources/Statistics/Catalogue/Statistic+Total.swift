extension Statistic {
  /// A per-user total: SQL expressions over sources (one, or sum and count of a mean) and the columns of
  /// `user_standings` that store them for all time.
  struct Total: Sendable {
    let sources: [FactSource]
    let expressions: [String]
    let stored: [String]
    /// The columns that each expression adds up, as `source.column`, with which *Summary* sums over users; empty if it is
    /// not a sum.
    var terms: [[String]] = []
  }
}

extension Statistic.Total {
  /// A sum; 0 if there is nothing to sum.
  static func sum(_ column: String, _ sources: [FactSource], _ stored: String) -> Self {
    Self(sources: sources, expressions: ["coalesce(\(column), 0)"], stored: [stored], terms: [[column]])
  }

  /// A mean, as sum and count, pooled over the columns.
  static func mean(sum: [String], count: [String], _ sources: [FactSource], _ stored: [String]) -> Self {
    let pooled = [sum, count].map { $0.map { "coalesce(\($0), 0)" }.joined(separator: " + ") }
    return Self(sources: sources, expressions: pooled, stored: stored, terms: [sum, count])
  }

  /// Computed on request; not stored in standings.
  static func live(_ expression: String, _ sources: [FactSource]) -> Self {
    Self(sources: sources, expressions: [expression], stored: [])
  }
}
