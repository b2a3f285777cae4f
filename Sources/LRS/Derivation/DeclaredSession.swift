import Records

/// A session of an activity that its content declared with a duration (xapi.md §9.2).
struct DeclaredSession {
  typealias Entry = LearnerHistory.Entry

  let object: ID
  let begin: ExactTime
  let end: ExactTime
  let length: ExactTime

  func contains(_ time: ExactTime) -> Bool { begin <= time && time < end }

  private func overlaps(_ other: DeclaredSession) -> Bool { begin < other.end && other.begin < end }

  private func isInside(_ other: DeclaredSession) -> Bool { other.begin <= begin && end <= other.end }

  /// The sessions that are not ignored.
  static func sessions(of attempt: Attempt) -> [DeclaredSession] {
    let all = attempt.entries.indices.compactMap { DeclaredSession(endingAt: $0, attempt.entries) }
    let ofCourse = withoutOverlaps(all.filter { $0.object == attempt.course })
    let others = all.filter { session in
      session.object != attempt.course && !ofCourse.contains { session.isInside($0) }
    }
    return ofCourse + Dictionary(grouping: others, by: \.object).values.flatMap(withoutOverlaps)
  }

  /// - Parameter sessions: of one object, in the order of their ends.
  private static func withoutOverlaps(_ sessions: [DeclaredSession]) -> [DeclaredSession] {
    sessions.reduce(into: []) { kept, session in
      let near = kept.reversed().prefix { session.begin < $0.end }
      if !near.contains(where: session.overlaps) { kept.append(session) }
    }
  }

  /// - Returns: nil if the statement does not end a session, or has no duration.
  private init?(endingAt index: Int, _ entries: [Entry]) {
    let last = entries[index]
    guard last.verb?.endsSession == true, let duration = last.statement.duration else { return nil }
    (object, end) = (last.object, last.time)
    if let begin = Self.begin(before: index, entries) {
      self.begin = begin
      length = min(duration, (end - begin).roundedUp)
    } else {
      (begin, length) = (end - duration, duration)
    }
  }

  /// Where a statement says that the session began.
  private static func begin(before index: Int, _ entries: [Entry]) -> ExactTime? {
    let last = entries[index]
    if let session = last.statement.session { return entries.first { $0.statement.session == session }?.time }
    let earlier = entries[..<index].lazy.reversed().filter { $0.object == last.object }
    return earlier.prefix { $0.verb?.endsSession != true }.first { $0.verb?.beginsSession == true }?.time
  }
}
