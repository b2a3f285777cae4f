/// A row of the section *Paths*: a user in a path session in which they have or had an enrolment and at least one
/// counting fact.
package struct PathStanding: Standing {
  package static let table = "path_standings"
  package static let columns = [
    "path_session_key", "progress", "score_numerator", "score_denominator", "time_spent", "last_activity",
    "completed_at",
  ]

  let session: Int
  let progress: Int?
  /// Exact mean of the steps' scores in hundredths; no value if the denominator is 0.
  let score: Fraction
  let timeSpent: Int
  let lastActivity: Int?
  let completedAt: Int?

  package var values: [Int?] {
    [session, progress, score.numerator, score.denominator, timeSpent, lastActivity, completedAt]
  }
}

/// A row of a path session's steps; only steps with counting facts have one.
package struct StepStanding: Standing {
  package static let table = "step_standings"
  package static let columns = [
    "path_session_key", "position", "progress", "score_sum", "score_count", "best_score", "time_spent", "attempts",
    "last_activity", "done_at",
  ]

  let session: Int
  let position: Int
  let progress: Int
  let scoreSum: Int
  let scoreCount: Int
  let bestScore: Int?
  let timeSpent: Int?
  let attempts: Int?
  let lastActivity: Int?
  let doneAt: Int?

  package var values: [Int?] {
    [
      session, position, progress, scoreSum, scoreCount,
      bestScore, timeSpent, attempts, lastActivity, doneAt,
    ]
  }

  init(_ session: Int, _ position: Int, _ item: ItemStanding) {
    self.session = session
    self.position = position
    progress = item.progress
    scoreSum = item.score ?? 0
    scoreCount = item.score == nil ? 0 : 1
    bestScore = item.bestScore
    timeSpent = item.timeSpent
    attempts = item.attempts
    lastActivity = item.lastActivity
    doneAt = item.doneAt
  }

  /// The standing of a program step is that of its program session.
  init(_ session: Int, _ position: Int, _ program: ProgramStanding) {
    self.session = session
    self.position = position
    progress = program.progress ?? 0
    scoreSum = program.scoreSum
    scoreCount = program.scoreCount
    bestScore = nil
    timeSpent = program.timeSpent
    attempts = nil
    lastActivity = program.lastActivity
    doneAt = program.completedAt
  }
}

/// A path session's steps and their totals.
struct PathProgress {
  let steps: [StepStanding]
  let standing: PathStanding

  static func all(
    _ facts: SessionFacts, _ sessions: Set<Int>, _ programs: [ProgramProgress], _ curriculum: Curriculum
  ) -> [PathProgress] {
    let programs = Dictionary(uniqueKeysWithValues: programs.map { ($0.standing.session, $0.standing) })
    return sessions.sorted().compactMap { PathProgress($0, facts, programs, curriculum.steps[$0] ?? []) }
  }

  private init?(
    _ session: Int, _ facts: SessionFacts, _ programs: [Int: ProgramStanding], _ definition: [Curriculum.Step]
  ) {
    steps = definition.compactMap { step in
      switch step.item {
      case .item(let item):
        facts.item(Place(session: .path(session), item: item)).map { StepStanding(session, step.position, $0) }
      case .programSession(let program): programs[program].map { StepStanding(session, step.position, $0) }
      }
    }
    if steps.isEmpty { return nil }
    let stood = Dictionary(uniqueKeysWithValues: steps.map { ($0.position, $0) })
    let progress = MandatoryProgress(
      definition.map {
        (isMandatory: $0.isMandatory, progress: stood[$0.position]?.progress ?? 0, doneAt: stood[$0.position]?.doneAt)
      })
    standing = PathStanding(
      session: session, progress: progress.progress,
      score: Fraction.mean(steps.filter { $0.scoreCount > 0 }.map { Fraction($0.scoreSum, $0.scoreCount) }),
      timeSpent: steps.compactMap(\.timeSpent).reduce(0, +), lastActivity: steps.compactMap(\.lastActivity).max(),
      completedAt: progress.completedAt)
  }
}
