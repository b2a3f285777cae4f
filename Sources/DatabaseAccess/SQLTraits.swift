/// What an engine can do and prefers.
package struct SQLTraits: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// All writes, however small, wait for a running one.
  package static let hasOneWriter = Self(rawValue: 1)
  /// A text may contain a NUL character.
  package static let allowsNUL = Self(rawValue: 2)
  /// A store's tables may be sharded over several nodes (`Placement`).
  package static let supportsSharding = Self(rawValue: 4)
  /// Correlated subqueries (`oneByOne` of `SQLText`) are preferred to set-based ones (`together`).
  package static let prefersCorrelatedSubqueries = Self(rawValue: 8)
  /// The store has the table of trigrams `user_search`; other engines look up parts of words by an index for LIKE.
  package static let hasTrigramTable = Self(rawValue: 16)
}
