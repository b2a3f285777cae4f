package import Foundation

/// Converts instants to local time in a time zone.
///
/// Stores the zone's changes of offset from 1970 to 2100, so that a conversion is a search in a short array instead of
/// a call into Foundation. Creating one takes less than a millisecond: create it once. Instants outside these years are
/// also correct, but slower.
package struct LocalTime: Sendable {
  package let zone: TimeZone

  /// The changes of offset from 1970 to 2100, ascending; the first is 1970. An offset applies until the next change, in
  /// seconds, positive east of Greenwich.
  package let changes: [(start: Int, offset: Int)]

  package init(_ zone: TimeZone) {
    var starts = [0]
    while let change = zone.change(after: starts[starts.count - 1]), change < Self.end { starts.append(change) }
    self.zone = zone
    self.changes = starts.map { (start: $0, offset: zone.offset(at: $0)) }
  }

  package static let utc = LocalTime(.gmt)

  /// 2100-01-01T00:00:00Z
  private static let end = 4_102_444_800

  /// The offset from UTC at an instant, in seconds, positive east of Greenwich.
  package func offset(at seconds: Int) -> Int {
    guard seconds >= 0, seconds < Self.end else { return zone.offset(at: seconds) }
    var low = 0
    var high = changes.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if changes[middle].start <= seconds { low = middle } else { high = middle }
    }
    return changes[low].offset
  }

  /// The local time at an instant, given in seconds since 1970-01-01T00:00:00Z.
  package func civil(at seconds: Int) -> CivilTime {
    CivilTime(localSeconds: seconds + offset(at: seconds))
  }

  /// The local day of an instant, in days since 1970-01-01.
  package func day(at seconds: Int) -> Int {
    Instant.day(of: seconds + offset(at: seconds))
  }

  /// The first instant of a local day: midnight, or the clock change if it skips midnight.
  package func start(ofDay day: Int) -> Int {
    var before = (day - 1) * 86_400
    var after = (day + 1) * 86_400
    while after - before > 1 {
      let middle = (before + after) / 2
      if self.day(at: middle) < day { before = middle } else { after = middle }
    }
    return after
  }

  /// The first instant at which the clock shows an hour of a local day; if a clock change skips that hour, the instant
  /// of the change.
  package func moment(ofDay day: Int, hour: Int) -> Int {
    let shown = day * 86_400 + hour * 3_600
    // Tries the offsets of the days before and after, since either may apply.
    let offsets = [offset(at: shown - 86_400), offset(at: shown + 86_400)]
    let moments = offsets.map { shown - $0 }.filter { $0 + offset(at: $0) == shown }
    if let first = moments.min() { return first }
    var (before, after) = (shown - max(offsets[0], offsets[1]), shown - min(offsets[0], offsets[1]))
    while after - before > 1 {
      let middle = (before + after) / 2
      if middle + offset(at: middle) < shown { before = middle } else { after = middle }
    }
    return after
  }
}

extension TimeZone {
  fileprivate func offset(at seconds: Int) -> Int {
    secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
  }

  /// The next change of offset, for daylight saving time or by law; despite its name, Foundation's property covers
  /// both.
  fileprivate func change(after seconds: Int) -> Int? {
    let next = nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(seconds)))
    return next.map { Int($0.timeIntervalSince1970) }
  }
}
