// The page of a session, course, group or tag as lines of text: the users' rows and their sums.

extension ReferencePlatform {
  package func thingLines(_ thing: ReferenceThing, viewer: String) -> [String] {
    let users = pageUsers(thing, viewer: viewer)
    return switch thing {
    case .programSession(let id): sessionLines(.program(id), thing, users, viewer)
    case .pathSession(let id): sessionLines(.path(id), thing, users, viewer)
    case .course(let id): courseLines(id, users)
    case .question(let id): questionLines(id, users)
    case .group(let id): groupLines(id, users, viewer)
    case .tag(let id): tagLines(id, users)
    }
  }

  private func sessionLines(
    _ session: SessionReference, _ thing: ReferenceThing, _ users: [User], _ viewer: String
  ) -> [String] {
    let stood = users.map { (user: $0, standing: standing(in: session, for: $0.id)) }
    let attendees = stood.filter { $0.standing.blocks.contains(where: \.isStarted) }
    let values = stood.map {
      Value(user: $0.user, progress: $0.standing.progress.map { $0 * 100 }, score: $0.standing.score)
    }
    var lines = stood.map { row($0.user, sessionCells(session, $0.user, $0.standing)) }
    lines += [
      figure("session_registrations", .whole(users.count)), figure("session_attendees", .whole(attendees.count)),
      figure("completed_sessions", .whole(stood.count { $0.standing.progress == 100 })),
      figure("median_time", .whole(median(attendees.map(\.standing.timeSpent)))),
      figure("mean_session_progress", mean(values.map(\.progressPart))),
      figure("mean_session_score", mean(values.map(\.score))),
      figure("delivered_certificates", .whole(certificates(naming: session, viewer))),
    ]
    if case .program = session {
      lines += blocks(of: session).map { block in
        let there = stood.flatMap { $0.standing.blocks.filter { $0.block.position == block.position } }
        let progress = mean(there.map { Fraction(hundredths: $0.progress) })
        // The course that the row links to.
        let course = block.kind == "course" ? ExactJSON.text(block.item) : .null
        let score = mean(there.map(\.score))
        return "blocks \(block.position) \(progress.compareForm) \(score.compareForm) \(course.compareForm)"
      }
    } else {
      let statuses = Dictionary(grouping: users) { pathStatus(of: $0.id, in: session.id) }
      lines += statuses.map { "statuses \($0) \($1.count)" }
    }
    return lines + levels(values) + results(values)
  }

  private func sessionCells(_ session: SessionReference, _ user: User, _ standing: SessionStanding) -> [ExactJSON] {
    let progress = ExactJSON.whole(standing.progress)
    let (score, time) = (ExactJSON.mean(standing.score), ExactJSON.whole(standing.timeSpent))
    let last = ExactJSON.instant(standing.lastActivity)
    guard case .path(let id) = session else { return [progress, score, time, last] }
    let validated = ExactJSON.instant(validationDate(of: user.id, in: id))
    return [progress, .text(pathStatus(of: user.id, in: id)), time, score, validated, last]
  }

  /// Delivered to users that the viewer sees on the page: their users, and for an instructor the enrolled ones.
  private func certificates(naming session: SessionReference, _ viewer: String) -> Int {
    let thing: ReferenceThing =
      switch session {
      case .program(let id): .programSession(id)
      case .path(let id): .pathSession(id)
      }
    let roles = roles(of: viewer)
    let sees = roles.seesEverybody || !roles.administered.isEmpty || !roles.coached.isEmpty
    let ids = Set((sees ? scope(of: viewer, tab: .current) : []).map(\.id))
      .union(pageUsers(thing, viewer: viewer).map(\.id))
    return ids.flatMap { certificates[$0, default: []] }
      .count { session == $0.pathSession.map { .path($0) } || session == $0.programSession.map { .program($0) } }
  }

  private func courseLines(_ id: String, _ users: [User]) -> [String] {
    let played = users.map { user in
      (user: user, attempts: attempts[user.id, default: []].filter { $0.course == id })
    }
    let values = played.map { user, attempts in
      let scored = mostRecent(of: attempts.filter { $0.score != nil })?.score
      return Value(user: user, progress: attempts.map(\.progress).max(), score: scored.map(Fraction.init(hundredths:)))
    }
    let rows = zip(played, values).map { played, value in
      row(
        played.user,
        [
          .hundredths(value.progress ?? 0), .mean(value.score), .whole(played.attempts.count),
          .whole(played.attempts.map(\.timeSpent).reduce(0, +)), .instant(played.attempts.map(\.lastActivityAt).max()),
        ])
    }
    let all = played.flatMap(\.attempts)
    return rows + [
      figure("course_players", .whole(users.count)),
      figure("course_completions", .whole(values.count { $0.progress == 10_000 })),
      figure("course_total_attempts", .whole(all.count)),
      figure("course_total_time", .whole(all.map(\.timeSpent).reduce(0, +))),
      figure("course_mean_progress", mean(values.map(\.progressPart))),
      figure("course_mean_score", mean(values.map(\.score))),
    ] + levels(values) + results(values)
  }

  private func tagLines(_ id: String, _ users: [User]) -> [String] {
    let all = users.map { user in
      (
        user: user,
        answers: answers[user.id, default: []].filter { questions[$0.question]?.tags.contains(id) == true },
        results: assessmentResults[user.id, default: []]
          .filter { assessments[$0.assessment]?.tags.contains(id) == true }
      )
    }
    func numbers(_ answers: [Answer], _ results: [AssessmentResult]) -> [ExactJSON] {
      let training = Fraction.mean(answers.compactMap(\.score).map(Fraction.init(hundredths:)))
      let assessment = Fraction.mean(results.compactMap(\.score).map(Fraction.init(hundredths:)))
      return [
        .mean(training), .mean(assessment), mean([training, assessment]), .whole(answers.count + results.count),
      ]
    }
    let sums = numbers(all.flatMap(\.answers), all.flatMap(\.results))
    let keys = ["training_score", "assessment_score", "average_score", "work"]
    return all.map { row($0.user, numbers($0.answers, $0.results)) } + [figure("tag_users", .whole(users.count))]
      + zip(keys, sums).map { figure("tag_users_\($0)", $1) }
  }
}
