import Records

/// A session of an activity that its content declared with a duration (xapi.md §9.2).
struct DeclaredSession {
  typealias Entry = LearnerHistory.Entry

  let object: ID
  let begin: ExactTime
  let end: ExactTime
  let length: ExactTime

  /// The sessions that are not ignored.
  static func sessions(of attempt: Attempt) -> [DeclaredSession] {
    let all = declared(attempt.entries)
    let ofCourse = withoutOverlaps(all.filter { $0.object == attempt.course })
    let others = all.filter { $0.object != attempt.course && !$0.isInside(ofCourse) }
    return ofCourse + Dictionary(grouping: others, by: \.object).values.flatMap(withoutOverlaps)
  }

  /// Whether it lies wholly inside one of these.
  /// - Parameter sessions: without overlaps, in their order.
  private func isInside(_ sessions: [DeclaredSession]) -> Bool {
    // Of those that end late enough, the first one begins first.
    let first = sessions.partitioningIndex { $0.end >= end }
    return first < sessions.endIndex && sessions[first].begin <= begin
  }

  /// - Parameter sessions: of one object, in the order of their ends.
  private static func withoutOverlaps(_ sessions: [DeclaredSession]) -> [DeclaredSession] {
    var kept: [DeclaredSession] = []
    var before = 0
    for session in sessions {
      // Those that follow have no length and are at the session's end.
      while before < kept.endIndex, kept[before].begin < session.end { before += 1 }
      if before == 0 || kept[before - 1].end <= session.begin { kept.append(session) }
    }
    return kept
  }

  /// In the order of their ends.
  private static func declared(_ entries: [Entry]) -> [DeclaredSession] {
    var (begins, ofSession): ([ID: ExactTime], [ID: ExactTime]) = ([:], [:])
    return entries.compactMap { entry in
      let session = entry.statement.session
      if let session, ofSession[session] == nil { ofSession[session] = entry.time }
      guard entry.verb?.endsSession == true else {
        if entry.verb?.beginsSession == true { begins[entry.object] = entry.time }
        return nil
      }
      let begin = begins.removeValue(forKey: entry.object)
      return DeclaredSession(end: entry, begin: session == nil ? begin : session.flatMap { ofSession[$0] })
    }
  }

  /// - Parameter begin: where a statement says that the session began.
  /// - Returns: nil if the end has no duration.
  private init?(end last: Entry, begin: ExactTime?) {
    guard let duration = last.statement.duration else { return nil }
    (object, end) = (last.object, last.time)
    self.begin = begin ?? end - duration
    length = begin.map { min(duration, (last.time - $0).roundedUp) } ?? duration
  }
}

extension Array {
  /// The index of the first element that matches, or the end, if no element that matches comes before one that does not.
  fileprivate func partitioningIndex(_ matches: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if matches(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
