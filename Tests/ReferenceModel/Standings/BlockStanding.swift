/// A user's standing in a block of a program session or in a step of a path session.
package struct BlockStanding: Sendable {
  package let block: ReferencePlatform.Block
  /// Hundredths of a percent.
  package var progress = 0
  package var score: Fraction?
  /// The score that is compared with `min_score`: "a course step's score for `min_score` is the best score of its
  /// attempts".
  package var scoreForMinimum: Fraction?
  package var timeSpent = 0
  package var attempts = 0
  package var lastActivity: Int?
  /// The instant at which it first became done.
  package var doneAt: Int?
  /// "Any attempt, result or presence that counts" here.
  package var isStarted = false

  /// "A step is *done* at progress 100."
  package var isDone: Bool { progress == 10_000 }

  /// "With its score ≥ it; a step with a `min_score` and no score yet counts as below it."
  package var isBelowMinimum: Bool {
    guard let minimum = block.minScore else { return false }
    guard let score = scoreForMinimum else { return true }
    return score < Fraction(hundredths: minimum)
  }
}

extension ReferencePlatform {
  package func standing(in block: Block, of session: SessionReference, for user: String) -> BlockStanding {
    switch block.kind {
    case "course": courseStanding(block, session, user)
    case "assessment": assessmentStanding(block, session, user)
    case "classroom": classroomStanding(block, session, user)
    default: programStanding(block, user)
    }
  }

  /// "Progress = greatest progress of those attempts. Score, Time spent = of the most recent attempt. Attempts = their
  /// count. Last activity = latest `last_activity_at`."
  private func courseStanding(_ block: Block, _ session: SessionReference, _ user: String) -> BlockStanding {
    var standing = BlockStanding(block: block)
    let made = attempts[user, default: []].filter { $0.course == block.item && $0.names(session) }
    guard let mostRecent = mostRecent(of: made) else { return standing }
    standing.progress = made.map(\.progress).max() ?? 0
    standing.score = mostRecent.score.map(Fraction.init(hundredths:))
    standing.scoreForMinimum = made.compactMap(\.score).max().map(Fraction.init(hundredths:))
    standing.timeSpent = mostRecent.timeSpent
    standing.attempts = made.count
    standing.lastActivity = made.map(\.lastActivityAt).max()
    standing.doneAt = made.compactMap(\.completionDate).min()
    standing.isStarted = true
    return standing
  }

  /// "Progress 100 with a result, passed or not, else 0. Score = of the latest result. Time spent none. Last activity =
  /// its `assessed_at`."
  private func assessmentStanding(_ block: Block, _ session: SessionReference, _ user: String) -> BlockStanding {
    var standing = BlockStanding(block: block)
    let results = assessmentResults[user, default: []].filter { $0.assessment == block.item && $0.names(session) }
    guard let latest = results.max(by: { $1.isLater(than: $0) }) else { return standing }
    standing.progress = 10_000
    standing.score = latest.score.map(Fraction.init(hundredths:))
    standing.scoreForMinimum = standing.score
    standing.lastActivity = latest.assessedAt
    standing.doneAt = results.map(\.assessedAt).min()
    standing.isStarted = true
    return standing
  }

  /// "Progress 100 if present at any slot, else 0. No score, no time. Last activity = the latest such slot's
  /// `starts_at`."
  private func classroomStanding(_ block: Block, _ session: SessionReference, _ user: String) -> BlockStanding {
    var standing = BlockStanding(block: block)
    let starts = attendances[user, default: []].filter { $0.isPresent && $0.names(session) }
      .compactMap { slots[$0.slot] }.filter { $0.classroom == block.item }.map(\.startsAt)
    guard !starts.isEmpty else { return standing }
    standing.progress = 10_000
    standing.lastActivity = starts.max()
    standing.doneAt = starts.min()
    standing.isStarted = true
    return standing
  }

  /// "A `program` step has that program session's progress (the whole percent; none: 0), exact score, time and last
  /// activity, from the facts made in the program session."
  private func programStanding(_ block: Block, _ user: String) -> BlockStanding {
    let session = standing(in: .program(block.item), for: user)
    var standing = BlockStanding(block: block)
    standing.progress = (session.progress ?? 0) * 100
    standing.score = session.score
    standing.scoreForMinimum = session.score
    standing.timeSpent = session.timeSpent
    standing.lastActivity = session.lastActivity
    standing.doneAt = session.completedAt
    standing.isStarted = session.blocks.contains(where: \.isStarted)
    return standing
  }

  func mostRecent(of attempts: [Attempt]) -> Attempt? {
    attempts.max { $1.isMoreRecent(than: $0) }
  }
}
