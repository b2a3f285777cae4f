/// When and where statistics are viewed: the instant that counts as now, and the time zone of local days.
package struct Moment: Sendable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let now: Int
  /// The platform's time zone.
  package let time: LocalTime

  package init(_ now: Int, in time: LocalTime) {
    self.now = now
    self.time = time
  }

  /// The local day, in days since 1970-01-01.
  package var today: Int { time.day(at: now) }
}
