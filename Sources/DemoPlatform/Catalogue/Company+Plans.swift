/// The rows of programs and paths, with their blocks, steps and sessions.
extension Company {
  func write(_ program: Program, _ records: RecordFolder) {
    let ref = Ref(.program, program.number)
    records.programs.ref(ref)
    records.programs.text(program.name)
    records.programs.endRow()
    for (position, block) in program.blocks.enumerated() {
      write(ref, position + 1, block, records.programBlocks)
      records.programBlocks.endRow()
    }
    for session in program.sessions { write(session, ref, program.name, records.programSessions) }
  }

  func write(_ path: Path, _ records: RecordFolder) {
    let ref = Ref(.path, path.number)
    records.paths.ref(ref)
    records.paths.text(path.name)
    records.paths.endRow()
    let file = records.pathSteps
    for (position, step) in path.steps.enumerated() {
      write(ref, position + 1, step, file)
      file.number(step.minScore)
      file.number(step.attemptsLimit)
      file.number(step.dueAfterDays)
      file.endRow()
    }
    for session in path.sessions { write(session, ref, path.name, records.pathSessions) }
  }

  /// The cells shared by blocks and steps; does not end the row.
  private func write(_ owner: Ref, _ position: Int, _ block: Block, _ file: RecordFile) {
    file.ref(owner)
    file.number(position)
    let (kind, item) = spelled(block.item)
    file.text(kind)
    file.ref(item)
    file.flag(block.isMandatory)
  }

  private func spelled(_ item: Item) -> (kind: String, ref: Ref) {
    switch item {
    case .course(let number): ("course", Ref(.course, number))
    case .assessment(let number): ("assessment", Ref(.assessment, number))
    case .classroom(let number): ("classroom", Ref(.classroom, number))
    case .program(let number): ("program", endlessSession(of: number))
    }
  }

  /// The session of a program to which a path step refers.
  func endlessSession(of program: Int) -> Ref { Ref(.program, program, part: Session.Phase.running.rawValue) }

  private func write(_ session: Session, _ owner: Ref, _ title: String, _ file: RecordFile) {
    file.ref(session.ref)
    file.ref(owner)
    file.text(session.name(title))
    file.instant(session.createdAt)
    file.instant(session.startsAt)
    file.instant(session.endsAt)
    file.refs(session.instructors.map { Ref(.user, $0) })
    file.endRow()
  }
}
