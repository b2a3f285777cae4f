package import Calendar
import DatabaseAccess

/// Which facts count: those dated in a period and, if sessions are chosen, naming one of them; and the moment.
package struct Selection: Sendable {
  package var period: Period
  package var sessions: Sessions?
  /// For what depends on now or on local days; it selects no facts.
  package let moment: Moment

  package init(period: Period = .allTime, sessions: Sessions? = nil, at moment: Moment) {
    self.period = period
    self.sessions = sessions
    self.moment = moment
  }

  /// The same, dated in another period.
  func dated(in period: Period) -> Selection { Selection(period: period, sessions: sessions, at: moment) }

  /// Whether all facts count, as in the standings.
  var isWhole: Bool { period == .allTime && sessions == nil }

  /// All facts, for the standings, and for columns and texts, which do not depend on a moment.
  package static let standing = Selection(at: Moment(0, in: .utc))

  /// Keys of the chosen sessions. An unknown session is in neither list; if only unknown ones are chosen, no fact
  /// counts.
  package struct Sessions: Sendable, Equatable {
    package var programs: [Int]
    package var paths: [Int]
    package init(programs: [Int], paths: [Int]) {
      self.programs = programs
      self.paths = paths
    }
  }
}

/// Instants from `from` (inclusive) to `to` (exclusive), in seconds UTC; nil is unbounded.
package struct Period: Sendable, Equatable {
  package var from: Int?
  package var to: Int?

  package init(from: Int? = nil, to: Int? = nil) {
    self.from = from
    self.to = to
  }

  /// Whole local days, both inclusive, in days since 1970-01-01; nil is unbounded.
  package init(days first: Int?, _ last: Int?, in time: LocalTime) {
    self.init(from: first.map { time.start(ofDay: $0) }, to: last.map { time.start(ofDay: $0 + 1) })
  }

  package static let allTime = Period()

  /// "The last 90 days": `(now − 90 × 86 400 s, now]`.
  package static func last90Days(before now: Int) -> Period {
    Period(from: now - 90 * 86_400 + 1, to: now + 1)
  }

  /// `(now − 30 × 86 400 s, now]`.
  static func last30Days(before now: Int) -> Period { Period(from: now - 30 * 86_400 + 1, to: now + 1) }

  /// A condition on a column of instants that is never null.
  func contains(_ column: String) -> SQLText {
    let lower: SQLText? = from.map { "\(raw: column) >= \($0)" }
    let upper: SQLText? = to.map { "\(raw: column) < \($0)" }
    let both = [lower, upper].compactMap { $0 }
    return both.isEmpty ? "true" : both.joined(separator: " AND ")
  }
}

extension Selection {
  /// The fact `f` names one of the chosen sessions.
  var namesSession: SQLText {
    guard let sessions else { return "true" }
    return """
      (f.program_session_key \(anyOf: sessions.programs) OR f.path_session_key \(anyOf: sessions.paths))
      """
  }

  func dated(_ column: String) -> SQLText { "\(sql: period.contains(column)) AND \(sql: namesSession)" }
}
