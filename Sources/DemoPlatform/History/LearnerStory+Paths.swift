/// Paths.
extension LearnerStory {
  /// The result in a path session. Together with the session's phase it produces every path status: *finished* is
  /// Successful; *failed*, or an end in the past, Unsuccessful; *retake* To retake; *awaiting* Awaiting correction;
  /// *begun* Late in a running session and On time in a fresh one; *untouched* Not yet started, and Pending session
  /// opening in an upcoming one.
  enum Ending: CaseIterable {
    case finished, failed, retake, awaiting, begun, untouched
  }

  mutating func joinPaths() {
    if person.index == shape.learner { return tellEveryStatus() }
    if shape.isLate(person.index) { fallBehind() }
    for _ in 0..<max(0, dice.below(5) - 1) {
      let path = company.paths[dice.below(shape.paths)]
      guard let session = pickSession(path.sessions), !sessions.contains(session.ref) else { continue }
      follow(path, session, ending(in: session.phase), isKept: false)
    }
  }

  /// The learner's account has each of the eight statuses, on eight paths.
  private mutating func tellEveryStatus() {
    let script: [(Session.Phase, Ending)] = [
      (.past, .finished), (.past, .failed), (.running, .retake), (.running, .awaiting), (.running, .begun),
      (.fresh, .begun),
      (.fresh, .untouched), (.upcoming, .untouched),
    ]
    for (position, (phase, ending)) in script.enumerated() {
      let path = company.paths[position]
      follow(path, path.sessions[phase.rawValue], ending, isKept: true)
    }
  }

  /// Begins a path whose first steps have been due for weeks.
  private mutating func fallBehind() {
    let path = company.paths[person.index % shape.paths]
    follow(path, path.sessions[Session.Phase.running.rawValue], .begun, isKept: true)
  }

  private mutating func ending(in phase: Session.Phase) -> Ending {
    guard let chances = Self.chances(in: phase), person.eagerness != 0 else { return .untouched }
    var left = dice.below(100)
    for (ending, chance) in zip(Ending.allCases, chances) {
      left -= chance
      if left < 0 { return ending }
    }
    return .untouched
  }

  /// Of each ending, in percent; nil: none can have begun.
  private static func chances(in phase: Session.Phase) -> [Int]? {
    switch phase {
    case .longPast, .past: [60, 12, 0, 5, 15, 8]
    case .running: [30, 8, 15, 15, 20, 12]
    case .fresh: [5, 0, 5, 0, 55, 35]
    case .upcoming: nil
    }
  }

  private mutating func follow(_ path: Path, _ session: Session, _ ending: Ending, isKept: Bool) {
    guard let at = enrol(in: session, "path", isKept: isKept) else { return }
    guard let window = window(session, enrolledAt: at) else { return }
    let place = Place(program: nil, path: session.ref)
    switch ending {
    case .untouched: break
    case .begun: begin(path, place, window)
    case .failed: fall(path, place, window, tries: Path.attemptsLimit)
    case .retake: fall(path, place, window, tries: 1 + dice.below(Path.attemptsLimit - 1))
    case .awaiting: _ = walk(path.steps.prefix { !$0.isAssessment }, path, place, window)
    case .finished:
      guard let done = walk(path.steps[...], path, place, window), path.isCertified else { return }
      certify("Certificate: \(path.name)", "path", place, done)
    }
  }

  private mutating func begin(_ path: Path, _ place: Place, _ window: Range<Int>) {
    let isPartial = dice.chance(60)
    if isPartial { return begin(path.steps[0], place, window) }
    _ = complete(path.steps[0], place, share(window, 0, of: 2))
    // An optional step changes nothing; of the mandatory ones the second is not done.
    if dice.chance(50) { begin(path.steps[1], place, share(window, 1, of: 2)) }
  }

  /// Completes the first step with too low a score.
  private mutating func fall(_ path: Path, _ place: Place, _ window: Range<Int>, tries: Int) {
    guard case .course(let number) = path.steps[0].item else { return }
    let below = (path.steps[0].minScore ?? 0) * 100 - dice.within(100...2500)
    play(company.courses[number], place, window, tries: tries, ending: .completed(score: below))
  }

  /// Completes steps one after another.
  ///
  /// - Returns: when the last one was done; nil if one of them was not possible.
  private mutating func walk(_ steps: ArraySlice<Block>, _ path: Path, _ place: Place, _ window: Range<Int>) -> Int? {
    var last: Int?
    for (position, step) in steps.enumerated() {
      guard let done = complete(step, place, share(window, position, of: steps.count), steps: path.steps) else {
        if step.isMandatory { return nil }
        continue
      }
      last = done
    }
    return last
  }
}

extension Block {
  var isAssessment: Bool {
    if case .assessment = item { true } else { false }
  }
}
