import DatabaseAccess
package import Statistics

/// A column that a condition may test, and where its value is found in a statement.
package struct ConditionColumn: Sendable {
  package enum Kind: Sendable, Equatable {
    /// Compared without case and accents (`sortKey`).
    case text
    /// Compared by code point.
    case id
    case status([Status])
    case count
    /// Hundredths.
    case percent
    /// Seconds.
    case duration
    case date, instant
    /// Several names; compared like texts.
    case names
  }

  enum Place: Sendable {
    /// Over `u`, a row of `user_standings`.
    case user(ConditionValue)
    /// Over `p`, a row of `users`.
    case person(ConditionValue)
    /// A statistic of the selected facts.
    case statistic(Statistic)
    /// A column of `UserRows` with this column's key.
    case row
  }

  package let key: String
  package let kind: Kind
  let place: Place
  /// The title of a custom field; nil for columns that pages name by their key.
  private(set) package var title: String?

  /// The statistic that a column of rows shows, which names it.
  package let shown: Statistic?

  init(_ key: String, _ kind: Kind, _ place: Place, title: String? = nil, shows shown: Statistic? = nil) {
    self.shown = shown
    self.key = key
    self.kind = kind
    self.place = place
    self.title = title
  }

  /// The statistic that it shows; nil for fields of the person and columns of rows.
  package var statistic: Statistic? { if case .statistic(let statistic) = place { statistic } else { nil } }
}

/// SQL for a column's value.
enum ConditionValue: Sendable {
  /// A count, hundredths, seconds, an instant or days; NULL for no value.
  case number(String)
  /// A sum and a count; no value if the count is 0.
  case mean(sum: String, count: String)
  /// A text that is compared as it is: an id or a code.
  case exact(String)
  /// A text and its stored sort key; nil for a text that is never missing.
  case keyed(String?, key: String)
  /// A text without a stored sort key, and a SELECT that covers its values. The values that match are determined first
  /// and bound: no engine can fold texts as `sortKey` does.
  case text(String, among: SQLText)
  /// A custom field, by its key; dates as texts.
  case custom(Int)
  /// The email addresses of the user's managers who are not deleted.
  case managers
  /// The names of the tags of a question `t`.
  case tags
}
