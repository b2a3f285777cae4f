/// Programs.
extension LearnerStory {
  mutating func joinPrograms() {
    let isLearner = person.index == shape.learner
    for _ in 0..<(isLearner ? 12 : dice.below(6)) {
      let program = company.programs[dice.below(shape.programs)]
      guard let session = pickSession(program.sessions), !sessions.contains(session.ref) else { continue }
      // Endless sessions are path steps; playing them separately would change the account's path statuses.
      if isLearner, session.startsAt == nil { continue }
      attend(program, session)
    }
  }

  private mutating func attend(_ program: Program, _ session: Session) {
    guard let at = enrol(in: session, "program", isKept: false), let window = window(session, enrolledAt: at) else {
      return
    }
    let place = Place(program: session.ref, path: nil)
    let count = program.blocks.count
    let done = blocksDone(count, session.phase)
    var last: Int?
    for (position, block) in program.blocks.prefix(done).enumerated() {
      last = complete(block, place, share(window, position, of: count)) ?? last
    }
    if done < count {
      // Most people start the next block.
      if dice.chance(70) { begin(program.blocks[done], place, share(window, done, of: count)) }
    } else if program.isCertified, let last {
      certify("Certificate: \(program.name)", "program", place, last)
    }
  }

  private mutating func blocksDone(_ count: Int, _ phase: Session.Phase) -> Int {
    if person.eagerness == 0 { return 0 }
    let complete = [60, 55, 35, 5, 0][phase.rawValue]
    return dice.chance(complete) ? count : dice.below(count)
  }
}
