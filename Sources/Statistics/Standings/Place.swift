import Records

/// Where a fact counts: an item of a session.
struct Place: Hashable {
  enum Session: Hashable {
    case program(Int)
    case path(Int)
  }
  let session: Session
  let item: Item

  /// Hashes only the keys, since it is looked up for every fact.
  func hash(into hasher: inout Hasher) {
    switch session {
    case .program(let key), .path(let key): hasher.combine(key)
    }
    switch item {
    case .course(let key), .assessment(let key), .classroom(let key): hasher.combine(key)
    }
  }
}

/// A user's progress in an item of a session, as a block shows it (`statistics.md`, *of a block for a user*).
package struct ItemStanding: Sendable, Equatable {
  /// Hundredths of a percent.
  var progress = 0
  /// Of the most recent attempt, or of the latest result.
  var score: Int?
  /// Of the most recent attempt; nil for items without attempts.
  var timeSpent: Int?
  var attempts: Int?
  /// The best score of the attempts.
  var bestScore: Int?
  var lastActivity = Int.min
  /// When it first reached 100 %.
  var doneAt: Int?
}

/// What a user did in sessions, by item of a session.
struct SessionFacts {
  private var counted: [Place: Counted] = [:]

  fileprivate struct Counted {
    var item = ItemStanding()
    var latestAttempt: UserFacts.Attempt?
    var latestResult: UserFacts.Result?
  }

  /// The places with counting facts.
  var places: some Sequence<Place> { counted.keys }

  func item(_ place: Place) -> ItemStanding? { counted[place]?.item }

  init(_ facts: UserFacts) {
    for attempt in facts.attempts {
      count(.course(attempt.course), attempt.programSession, attempt.pathSession) { $0.count(attempt) }
    }
    for result in facts.results {
      count(.assessment(result.assessment), result.programSession, result.pathSession) { $0.count(result) }
    }
    for presence in facts.presences {
      count(.classroom(presence.classroom), presence.programSession, presence.pathSession) { $0.count(presence) }
    }
  }

  /// Counts a fact in the sessions that it names.
  private mutating func count(_ item: Item, _ program: Int?, _ path: Int?, _ count: (inout Counted) -> Void) {
    if let program { count(&counted[Place(session: .program(program), item: item), default: Counted()]) }
    if let path { count(&counted[Place(session: .path(path), item: item), default: Counted()]) }
  }
}

extension SessionFacts.Counted {
  fileprivate mutating func count(_ attempt: UserFacts.Attempt) {
    item.attempts = (item.attempts ?? 0) + 1
    item.progress = max(item.progress, attempt.progress)
    item.lastActivity = max(item.lastActivity, attempt.lastActivityAt)
    if let score = attempt.score { item.bestScore = max(item.bestScore ?? score, score) }
    if let completion = attempt.completion { item.doneAt = min(item.doneAt ?? completion, completion) }
    guard latestAttempt.map({ $0.isBefore(attempt) }) ?? true else { return }
    latestAttempt = attempt
    item.score = attempt.score
    item.timeSpent = attempt.timeSpent
  }

  fileprivate mutating func count(_ result: UserFacts.Result) {
    item.progress = Percentage.whole
    item.doneAt = min(item.doneAt ?? result.assessedAt, result.assessedAt)
    guard latestResult.map({ $0.isBefore(result) }) ?? true else { return }
    latestResult = result
    item.score = result.score
    item.lastActivity = result.assessedAt
  }

  fileprivate mutating func count(_ presence: UserFacts.Presence) {
    item.progress = Percentage.whole
    item.lastActivity = max(item.lastActivity, presence.startsAt)
    item.doneAt = min(item.doneAt ?? presence.startsAt, presence.startsAt)
  }
}
