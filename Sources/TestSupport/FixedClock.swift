import Calendar
package import Records

/// The current time in tests: 2026-03-15T12:00:00Z.
package enum FixedClock {
  package static let now = 1_773_576_000
  package static let context = FieldContext(now: now)

  /// An instant some days before (or, negative, after) the current time, as RFC 3339.
  package static func daysAgo(_ days: Int) -> String { Instant.text(now - days * Instant.secondsADay) }
}
