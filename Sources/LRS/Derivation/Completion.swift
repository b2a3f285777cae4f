import Records
import Support

/// Score, progress and completion of an attempt (xapi.md §10 and §11).
struct Completion {
  typealias Entry = LearnerHistory.Entry

  /// In hundredths, 0–10,000; 10,000 exactly if `completedAt` is not nil.
  let progress: Int
  let completedAt: ExactTime?
  /// In hundredths.
  let score: Int?

  init(_ attempt: Attempt, _ launches: [ID: ReadStatement], _ courses: CourseDirectory) {
    let counting = Self.counting(attempt, launches)
    let onCourse = counting.filter(\.isOnCourse)
    score = onCourse.last { Self.scoring.contains($0.verb) && $0.statement.score != nil }?.statement.score
    let moveOn = Self.moveOn(attempt)
    let shares = Self.reported(onCourse, courses.activities)
    let done = Self.done(counting, courses.required(in: attempt.course))
    let full = moveOn == nil ? shares.first { $0.share >= Self.hundred }?.time : nil
    completedAt =
      Self.verdict(onCourse, moveOn, first: attempt.entries.first?.time)
      ?? [full, done.completedAt].compactMap(\.self).min()
    // With moveOn, the launch said what counts, so a report of 100 does not complete.
    let reported = shares.map { $0.share >= Self.hundred ? 9_900 : $0.share.hundredths }
    progress = completedAt == nil ? max(0, done.share, reported.max() ?? 0) : 10_000
  }

  private static let scoring: [StatementVerb?] = [
    .passed, .failed, .completed, .scored, .earned, .terminated, .mastered,
  ]
  private static let hundred = ExactNumber(mantissa: 100, exponent: 0)

  /// The value of cmi5's `moveOn` (cmi5 §10.2.4).
  private enum MoveOn: String {
    case completed = "Completed"
    case passed = "Passed"
    case completedAndPassed = "CompletedAndPassed"
    case completedOrPassed = "CompletedOrPassed"
    case notApplicable = "NotApplicable"
  }

  /// That of the latest launch of the course, even one whose statements do not count.
  private static func moveOn(_ attempt: Attempt) -> MoveOn? {
    attempt.entries.reversed().lazy.filter { $0.isOnCourse && $0.verb == .launched }
      .compactMap { $0.statement.context.extensions[ProfileTerm.moveOn]?.string.flatMap(MoveOn.init) }.first
  }

  /// The statements that count (§11.1).
  private static func counting(_ attempt: Attempt, _ launches: [ID: ReadStatement]) -> [Entry] {
    var passed: Set<ID> = []
    return attempt.entries.filter { entry in
      guard counts(entry.statement, entry.statement.session.flatMap { launches[$0] }) else { return false }
      guard entry.statement.isCMI5 else { return true }
      if entry.verb == .passed { passed.insert(entry.object) }
      return entry.verb != .failed || !passed.contains(entry.object)
    }
  }

  private static func counts(_ statement: ReadStatement, _ launch: ReadStatement?) -> Bool {
    if let mode = launch?.context.extensions[ProfileTerm.launchMode], mode.string != "Normal" {
      return statement.verb == .satisfied || statement.verb == .waived
    }
    let mastery =
      statement.context.extensions.number(ProfileTerm.masteryScore)
      ?? launch?.context.extensions.number(ProfileTerm.masteryScore)
    guard let mastery, let scaled = statement.result.scaled else { return true }
    return statement.verb == .passed ? scaled >= mastery : statement.verb != .failed || scaled < mastery
  }

  /// When completed and passed complete the course (§11.2–3).
  private static func verdict(_ entries: [Entry], _ moveOn: MoveOn?, first: ExactTime?) -> ExactTime? {
    let completed = entries.first { $0.verb == .completed || $0.statement.result.completion == true }?.time
    let waived = entries.first { $0.verb == .satisfied || $0.verb == .waived }?.time
    let both = [completed, passed(entries)]
    let instant: ExactTime? =
      switch moveOn {
      case .completed: completed
      case .passed: passed(entries)
      case .completedAndPassed: both.contains(nil) ? nil : both.compactMap(\.self).max()
      case .notApplicable: first
      case .completedOrPassed, nil: both.compactMap(\.self).min()
      }
    return [instant, waived].compactMap(\.self).min()
  }

  /// The first pass after the last fail.
  private static func passed(_ entries: [Entry]) -> ExactTime? {
    var result: ExactTime?
    for entry in entries {
      guard let isPass = isPass(entry) else { continue }
      result = isPass ? result ?? entry.time : nil
    }
    return result
  }

  /// Nil if the statement is not a verdict.
  private static func isPass(_ entry: Entry) -> Bool? {
    switch entry.verb {
    case .passed: true
    case .failed: false
    case .terminated where entry.statement.isSCORM: entry.statement.result.success
    default: nil
    }
  }

  /// The progress that statements on the course report, in per cent (§11.5).
  private static func reported(_ entries: [Entry], _ activities: ActivityIndex) -> [(
    share: ExactNumber, time: ExactTime
  )] {
    entries.flatMap { entry in
      let (statement, extensions) = (entry.statement, entry.statement.result.extensions)
      let isVideo = activities.isTyped(statement.object, ActivityType.video)
      let isSCORM = statement.isSCORM && statement.verb == .progressed
      return [
        extensions.number(ProfileTerm.progress),
        isVideo ? extensions.number(ProfileTerm.videoProgress)?.times100 : nil,
        isSCORM ? statement.result.scaled?.times100 : nil,
      ].compactMap { $0.map { ($0, entry.time) } }
    }
  }

  /// The share of the required activities that are done, in hundredths of a per cent, and when the last one was.
  private static func done(_ entries: [Entry], _ required: [ID]) -> (share: Int, completedAt: ExactTime?) {
    if required.isEmpty { return (0, nil) }
    let done = Dictionary(entries.filter(isDone).map { ($0.object, $0.time) }) { first, _ in first }
    let instants = required.compactMap { done[$0] }
    return (10_000 * instants.count / required.count, instants.count == required.count ? instants.max() : nil)
  }

  private static func isDone(_ entry: Entry) -> Bool {
    let result = entry.statement.result
    return [.completed, .passed, .waived].contains(entry.verb) || result.completion == true
      || result.extensions.number(ProfileTerm.progress).map { $0 >= hundred } ?? false
  }
}

extension ExactNumber {
  fileprivate var times100: ExactNumber { ExactNumber(mantissa: mantissa, exponent: exponent + 2) }
}
