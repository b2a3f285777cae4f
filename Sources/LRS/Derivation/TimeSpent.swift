import Records

/// The time that a user spent in an attempt (xapi.md §9).
struct TimeSpent {
  typealias Entry = LearnerHistory.Entry

  let length: ExactTime
  /// When the time began, if a duration says so.
  let begin: ExactTime?

  /// - Parameter gaps: as `gaps(of:idle:)` returns them.
  init(_ attempt: Attempt, gaps: [ID: ExactTime], _ activities: ActivityIndex) {
    let sessions = DeclaredSession.sessions(of: attempt)
    let declared = sessions.reduce(ExactTime.zero) { $0 + $1.length }
    let seen = Self.outside(sessions, attempt.entries).reduce(ExactTime.zero) { $0 + (gaps[$1.statement.id] ?? .zero) }
    var best = TimeSpent(length: declared + seen, begin: sessions.map(\.begin).min())
    let objects = sessions.isEmpty ? Self.fromObjects(attempt, activities) : nil
    for candidate in [Self.soFar(attempt), objects] {
      if let candidate, candidate.length > best.length { best = candidate }
    }
    self = best
  }

  private init(length: ExactTime, begin: ExactTime?) { (self.length, self.begin) = (length, begin) }

  /// The statements that lie in no session, whose end is no longer part of it.
  private static func outside(_ sessions: [DeclaredSession], _ entries: [Entry]) -> [Entry] {
    var waiting = sessions.sorted { $0.begin < $1.begin }[...]
    var end: ExactTime?
    return entries.filter { entry in
      while let session = waiting.first, session.begin <= entry.time {
        end = max(end ?? session.end, session.end)
        waiting.removeFirst()
      }
      return end.map { $0 <= entry.time } ?? true
    }
  }

  /// The time from each presence to the next one, by the id of the first statement, as far as it counts (§9.1).
  static func gaps(of history: LearnerHistory, idle: Int) -> [ID: ExactTime] {
    let presence = history.entries.filter(\.isPresence)
    var gaps: [ID: ExactTime] = [:]
    for (first, second) in zip(presence, presence.dropFirst()) {
      let gap = second.time - first.time
      if first.verb?.endsPresence != true, gap <= limit(first.statement, ExactTime(seconds: idle)) {
        gaps[first.statement.id] = gap
      }
    }
    return gaps
  }

  /// The idle limit, or what is left of a film that was started, if that is more.
  private static func limit(_ statement: ReadStatement, _ idle: ExactTime) -> ExactTime {
    guard statement.verb == .played,
      let length = statement.context.extensions.number(ProfileTerm.videoLength),
      let time = statement.result.extensions.number(ProfileTerm.videoTime)
    else { return idle }
    return max(idle, ExactTime(length) - ExactTime(time))
  }

  /// Candidate B: the greatest duration "so far" of the course.
  private static func soFar(_ attempt: Attempt) -> TimeSpent? {
    var best: TimeSpent?
    for entry in attempt.entries where entry.isOnCourse && entry.verb?.reportsTotal == true {
      guard let duration = entry.statement.duration, duration > best?.length ?? .zero else { continue }
      best = TimeSpent(length: duration, begin: entry.time - duration)
    }
    return best
  }

  /// Candidate C: the durations of objects inside the course.
  private static func fromObjects(_ attempt: Attempt, _ activities: ActivityIndex) -> TimeSpent? {
    let byObject = Dictionary(grouping: attempt.entries.filter { !$0.isOnCourse }, by: \.object)
    let timed = byObject.filter { $1.contains { $0.statement.duration != nil } }
    let others = Set(timed.keys.filter { !activities.isInteraction($0) })
    var (length, begin): (ExactTime, ExactTime?) = (.zero, nil)
    for (object, entries) in timed where others.isEmpty || others.contains(object) {
      let isInside = entries.contains { entry in
        entry.statement.context.parent.contains { $0.id != object && others.contains($0.id) }
      }
      if isInside { continue }
      length = length + Self.length(entries)
      let begins = entries.compactMap { entry in entry.statement.duration.map { entry.time - $0 } }
      begin = [begin, begins.min()].compactMap(\.self).min()
    }
    return begin == nil ? nil : TimeSpent(length: length, begin: begin)
  }

  /// The greater of the sum of partial durations and the greatest total.
  private static func length(_ entries: [Entry]) -> ExactTime {
    var (sum, total) = (ExactTime.zero, ExactTime.zero)
    for entry in entries {
      guard let duration = entry.statement.duration else { continue }
      if entry.verb?.reportsTotal == true { total = max(total, duration) } else { sum = sum + duration }
    }
    return max(sum, total)
  }
}
