/// Where a fact counts: in an item of a session.
struct Place: Hashable {
  enum Session: Hashable {
    case program(Int)
    case path(Int)
  }
  let session: Session
  let item: Item
}

/// How far a user is with an item of a session: what a block shows (`statistics.md`, *of a block for a user*).
package struct ItemStanding: Sendable, Equatable {
  /// Hundredths of a percent.
  var progress = 0
  /// Of the most recent attempt, or of the latest result.
  var score: Int?
  /// Of the most recent attempt; nothing for what has no attempts.
  var timeSpent: Int?
  var attempts: Int?
  /// The best score of the attempts.
  var bestScore: Int?
  var lastActivity = Int.min
  /// The instant at which it first was at 100 %.
  var doneAt: Int?
}

/// What a user did in sessions, by place.
struct SessionFacts {
  private(set) var items: [Place: ItemStanding] = [:]
  private var latestAttempt: [Place: UserFacts.Attempt] = [:]
  private var latestResult: [Place: UserFacts.Result] = [:]

  init(_ facts: UserFacts) {
    for attempt in facts.attempts {
      for session in Self.sessions(attempt.programSession, attempt.pathSession) {
        count(attempt, Place(session: session, item: .course(attempt.course)))
      }
    }
    for result in facts.results {
      for session in Self.sessions(result.programSession, result.pathSession) {
        count(result, Place(session: session, item: .assessment(result.assessment)))
      }
    }
    for presence in facts.presences {
      for session in Self.sessions(presence.programSession, presence.pathSession) {
        count(presence, Place(session: session, item: .classroom(presence.classroom)))
      }
    }
  }

  private static func sessions(_ program: Int?, _ path: Int?) -> [Place.Session] {
    [program.map(Place.Session.program), path.map(Place.Session.path)].compactMap { $0 }
  }

  private mutating func count(_ attempt: UserFacts.Attempt, _ place: Place) {
    var item = items[place] ?? ItemStanding()
    item.attempts = (item.attempts ?? 0) + 1
    item.progress = max(item.progress, attempt.progress)
    item.lastActivity = max(item.lastActivity, attempt.lastActivityAt)
    item.bestScore = [item.bestScore, attempt.score].compactMap { $0 }.max()
    if let completion = attempt.completion { item.doneAt = min(item.doneAt ?? completion, completion) }
    if latestAttempt[place].map({ $0.isBefore(attempt) }) ?? true {
      latestAttempt[place] = attempt
      item.score = attempt.score
      item.timeSpent = attempt.timeSpent
    }
    items[place] = item
  }

  private mutating func count(_ result: UserFacts.Result, _ place: Place) {
    var item = items[place] ?? ItemStanding()
    item.progress = wholePercentage
    item.doneAt = min(item.doneAt ?? result.assessedAt, result.assessedAt)
    if latestResult[place].map({ $0.isBefore(result) }) ?? true {
      latestResult[place] = result
      item.score = result.score
      item.lastActivity = result.assessedAt
    }
    items[place] = item
  }

  private mutating func count(_ presence: UserFacts.Presence, _ place: Place) {
    var item = items[place] ?? ItemStanding()
    item.progress = wholePercentage
    item.lastActivity = max(item.lastActivity, presence.startsAt)
    item.doneAt = min(item.doneAt ?? presence.startsAt, presence.startsAt)
    items[place] = item
  }
}
