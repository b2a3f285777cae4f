package import Foundation

/// The clock of a time zone: turns moments into what people there read on the wall.
///
/// Holds the zone's changes of offset from 1970 to 2100, so that a conversion is a search in a short array and not a
/// call into Foundation. Making one takes below a millisecond: make it once. Moments outside those years are as right,
/// but slower.
package struct LocalTime: Sendable {
  package let zone: TimeZone

  /// The moments at which the offset changes, ascending; the first is 1970, the last is 2100.
  private let starts: [Int]
  /// The offset from each of `starts` on, in seconds, positive east of Greenwich.
  private let offsets: [Int]

  package init(_ zone: TimeZone) {
    var starts = [0]
    while let change = zone.change(after: starts[starts.count - 1]), change < Self.end { starts.append(change) }
    self.zone = zone
    self.offsets = starts.map(zone.offset(at:))
    self.starts = starts
  }

  /// 2100-01-01T00:00:00Z
  private static let end = 4_102_444_800

  /// The offset from UTC at a moment, in seconds, positive east of Greenwich.
  package func offset(at seconds: Int) -> Int {
    guard seconds >= 0, seconds < Self.end else { return zone.offset(at: seconds) }
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// What the clock shows at a moment, given in seconds since 1970-01-01T00:00:00Z.
  package func civil(at seconds: Int) -> CivilTime {
    CivilTime(localSeconds: seconds + offset(at: seconds))
  }

  /// The local day of a moment, in days since 1970-01-01.
  package func day(at seconds: Int) -> Int {
    quotient(seconds + offset(at: seconds), 86_400)
  }

  /// The first moment of a local day: midnight, or what comes instead of it where the clock is put forward then.
  package func start(ofDay day: Int) -> Int {
    var before = (day - 1) * 86_400
    var after = (day + 1) * 86_400
    while after - before > 1 {
      let middle = (before + after) / 2
      if self.day(at: middle) < day { before = middle } else { after = middle }
    }
    return after
  }

  /// The first moment at which the clock shows an hour of a local day. Where it is put forward over that hour, the
  /// moment at which it is.
  package func moment(ofDay day: Int, hour: Int) -> Int {
    let shown = day * 86_400 + hour * 3_600
    // The offsets of the days around, since which one counts here is the question.
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

  /// The next change of offset, whether for summer time or by decree: Foundation's name tells half of it.
  fileprivate func change(after seconds: Int) -> Int? {
    let next = nextDaylightSavingTimeTransition(after: Date(timeIntervalSince1970: Double(seconds)))
    return next.map { Int($0.timeIntervalSince1970) }
  }
}
