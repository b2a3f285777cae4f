import DatabaseAccess

/// Which facts count: those dated in a period and, if sessions are chosen, naming one of them.
package struct Selection: Sendable, Equatable {
  package var period: Period
  package var sessions: Sessions?

  package init(period: Period = .allTime, sessions: Sessions? = nil) {
    self.period = period
    self.sessions = sessions
  }

  /// All facts, as in the stored standings.
  package static let everything = Selection()

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

  package static let allTime = Period()

  /// "The last 90 days": `(now − 90 × 86 400 s, now]`.
  package static func last90Days(before now: Int) -> Period {
    Period(from: now - 90 * 86_400 + 1, to: now + 1)
  }

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
