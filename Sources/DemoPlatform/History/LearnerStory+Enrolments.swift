/// Enrolments, and the time they leave for learning.
extension LearnerStory {
  /// Enrols in a session.
  ///
  /// - Parameter isKept: whether it is early and certainly stays open.
  /// - Returns: the time of enrolment; nil if the person was not there while enrolment was possible.
  mutating func enrol(in session: Session, _ kind: String, isKept: Bool) -> Int? {
    let from = max(session.createdAt, person.createdAt)
    // A session without an end allows enrolment for a long time.
    let until = min(shape.now, person.deletedAt ?? shape.now, (session.startsAt ?? shape.daysAgo(90)) + 10 * .day)
    guard from < until else { return nil }
    // A kept enrolment precedes the whole session, which was created a week or more before its start.
    let at = dice.within(from..<min(until, from + (isKept ? 5 : 30) * .day))
    let closes = !isKept && dice.chance(8)
    let end = closes ? dice.within(at..<shape.now) : nil
    let byGroup = dice.chance(45)
    if byGroup { write(session, kind, "group", dice.pick(shape.groups(team: person.team)), at, end) }
    // Some are enrolled both by their group and individually.
    if !byGroup || dice.chance(15) {
      write(session, kind, dice.chance(65) ? "individual" : "self", nil, at, byGroup ? nil : end)
    }
    sessions.append(session.ref)
    return at
  }

  private func write(_ session: Session, _ kind: String, _ origin: String, _ group: Ref?, _ at: Int, _ end: Int?) {
    let file = records.enrolments
    file.text(kind)
    file.ref(session.ref)
    file.ref(person.ref)
    file.text(origin)
    file.ref(group)
    file.instant(at)
    file.instant(end)
    file.endRow()
  }

  /// The time in which a person enrolled at `enrolledAt` can learn in a session; nil if it is less than two days.
  func window(_ session: Session, enrolledAt: Int) -> Range<Int>? {
    let from = max(session.startsAt ?? session.createdAt, enrolledAt) + .hour
    let until = min(session.endsAt ?? shape.now, person.activeUntil) - .hour
    return until - from > 2 * .day ? from..<until : nil
  }

  /// One of the sessions of a program or path, preferring running ones; none that ended before the person was created.
  mutating func pickSession(_ sessions: [Session]) -> Session? {
    guard !sessions.isEmpty else { return nil }
    let session = sessions[[0, 1, 1, 2, 2, 2, 3, 3, 4][dice.below(9)]]
    return (session.endsAt ?? shape.now) > person.createdAt ? session : nil
  }
}
