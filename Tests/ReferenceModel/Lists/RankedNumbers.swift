// What each list counts.

extension ReferencePlatform {
  func course(_ course: Course, _ viewer: String, _ filter: ReportFilter) -> RankedRow {
    let made = counted(.course(course.id), viewer, filter).map { user in
      attempts[user.id, default: []].filter { $0.course == course.id && namesChosenSession($0, of: filter) }
    }.filter { !$0.isEmpty }
    let all = made.flatMap(\.self)
    let progress = made.map { $0.map(\.progress).max() ?? 0 }
    let scores = made.compactMap { mostRecent(of: $0.filter { $0.score != nil })?.score }
    let dropped = made.count { attempts in
      attempts.allSatisfy { $0.progress < 10_000 }
        && !attempts.contains { now - 30 * 86_400 < $0.lastActivityAt && $0.lastActivityAt <= now }
    }
    var row = RankedRow(id: course.id)
    row["name"] = .text(course.name)
    row["learners"] = .whole(made.count)
    row["attempts"] = .whole(all.count)
    row["completion_rate"] = share(progress.count { $0 == 10_000 }, of: made.count)
    row["mean_progress"] = .mean(.mean(progress.map(Fraction.init(hundredths:))))
    row["mean_score"] = .mean(.mean(scores.map(Fraction.init(hundredths:))))
    row["time_spent"] = .whole(all.map(\.timeSpent).reduce(0, +))
    if let median = median(made.map { $0.map(\.timeSpent).reduce(0, +) }) { row["median_time"] = .whole(median) }
    row["dropped_rate"] = share(dropped, of: made.count)
    row["last_activity"] = .instant(orNone: all.map(\.lastActivityAt).max())
    return row
  }

  private func share(_ part: Int, of whole: Int) -> ConditionValue {
    whole == 0 ? ConditionValue.none : .number(Fraction(Int128(part) * 100, over: Int128(whole)))
  }

  /// "A question is listed if a visible user answered it." Answers name no session.
  func question(_ question: Question, _ viewer: String, _ filter: ReportFilter) -> RankedRow? {
    guard filter.sessions.isEmpty else { return nil }
    let given = counted(.question(question.id), viewer, filter).map { answers(to: question.id, by: $0) }
      .filter { !$0.isEmpty }
    if given.isEmpty { return nil }
    let all = given.flatMap(\.self)
    let scored = all.compactMap(\.score)
    let first = given.compactMap { answers in answers.first { $0.score != nil }?.score }
    var row = RankedRow(id: question.id)
    row["name"] = .text(question.statement)
    row["course"] = .text(orNone: courses.first { $0.id == question.course }?.name)
    row["tags"] = .names(tags.filter { question.tags.contains($0.id) }.map(\.name))
    row["answers"] = .whole(all.count)
    row["answering_users"] = .whole(given.count)
    row["mean_score"] = .mean(.mean(scored.map(Fraction.init(hundredths:))))
    row["first_score"] = .mean(.mean(first.map(Fraction.init(hundredths:))))
    row["full_score_rate"] = share(scored.count { $0 == 10_000 }, of: scored.count)
    row["last_activity"] = .instant(orNone: all.map(\.answeredAt).max())
    return row
  }

  /// A user's answers to a question, "earliest (`answered_at`, id)" first.
  func answers(to question: String, by user: User) -> [Answer] {
    answers[user.id, default: []].filter { $0.question == question }.sorted {
      $0.answeredAt == $1.answeredAt ? precedesByCodePoint($0.id, $1.id) : $0.answeredAt < $1.answeredAt
    }
  }

  func rankedSession(
    _ session: Session, _ reference: SessionReference, _ viewer: String, _ filter: ReportFilter
  ) -> RankedRow? {
    guard filter.sessions.isEmpty || filter.sessions.contains(reference) else { return nil }
    var row = RankedRow(id: session.id)
    let thing: ReferenceThing
    switch reference {
    case .program(let id):
      thing = .programSession(id)
      row["program"] = .text(orNone: programs[session.owner]?.name)
    case .path(let id):
      thing = .pathSession(id)
      row["path"] = .text(orNone: paths[session.owner]?.name)
    }
    let standings = counted(thing, viewer, filter).map { standing(in: reference, for: $0.id) }
    let progress = standings.compactMap(\.progress).map { Fraction(hundredths: $0 * 100) }
    row["name"] = .text(session.name)
    // "Open session: starts_at is empty or ≤ now, and ends_at is empty or > now."
    let (hasBegun, hasEnded) = (session.startsAt.map { $0 <= now } ?? true, session.endsAt.map { $0 <= now } ?? false)
    row["status"] = .code(!hasBegun ? "not_open" : hasEnded ? "ended" : "open")
    row["starts_at"] = .instant(orNone: session.startsAt)
    row["ends_at"] = .instant(orNone: session.endsAt)
    row["registered"] = .whole(standings.count)
    row["not_started"] = .whole(standings.count { !$0.blocks.contains(where: \.isStarted) })
    row["completed"] = .whole(standings.count { $0.progress == 100 })
    row["mean_progress"] = .mean(.mean(progress))
    return row
  }

  /// "Visible users who are not deleted: direct members, members with subgroups, and Summary's columns for the last 90
  /// days, with subgroups."
  func rankedGroup(_ group: Group, _ viewer: String, _ filter: ReportFilter) -> RankedRow {
    var dated = filter
    let today = Instants.localDate(now, in: timeZone)
    (dated.from, dated.to) = (Instants.date(today, plus: -89), today)
    let population = scope(of: viewer, tab: .current).filter { passes($0, filter) }
      .filter { user in satisfies(filter.conditions) { value($0, of: user, dated) } }
    let below = groupsFrom(group.id)
    let members = population.filter { user in openMemberships(of: user.id).contains { below.contains($0.group) } }
    let direct = population.count { user in openMemberships(of: user.id).contains { $0.group == group.id } }
    var row = RankedRow(id: group.id)
    row["name"] = .text(group.name)
    row["parent"] = .text(orNone: group.parent.flatMap { self.group($0) }?.name)
    row["members"] = .whole(direct)
    row["members_with_subgroups"] = .whole(members.count)
    let sums = numbers(of: [], members, dated)
    for key in SummaryQuestion.columns(by: ["group"]) { row[key] = sums.value(key) }
    return row
  }
}

extension SummaryReference {
  /// The exact value of a column.
  fileprivate func value(_ key: String) -> ReferencePlatform.ConditionValue {
    typealias Value = ReferencePlatform.ConditionValue
    switch key {
    case "users": return .whole(users)
    case "active_users": return .whole(activeUsers)
    case "active_share":
      return users == 0 ? Value.none : .number(Fraction(Int128(activeUsers) * 100, over: Int128(users)))
    case "time_spent": return .whole(timeSpent)
    case "total_time_spent": return .whole(totalTimeSpent)
    case "average_score": return .mean(.mean(scores.map(Fraction.init(hundredths:))))
    case "average_answer_score": return .mean(.mean(answerScores.map(Fraction.init(hundredths:))))
    case "time_per_user": return users == 0 ? Value.none : .whole((timeSpent * 2 + users) / (users * 2))
    default: return .whole(counts[key, default: 0])
    }
  }
}
