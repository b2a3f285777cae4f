/// Assessments and classrooms.
extension LearnerStory {
  /// A result of an assessment.
  ///
  /// - Returns: its time.
  mutating func assess(_ assessment: Int, _ place: Place, _ window: Range<Int>, score: Int) -> Int {
    let at = dice.workingInstant(in: window, person.zone)
    let isPassOrFail = Assessment.isPassOrFail(assessment)
    let file = records.assessmentResults
    file.ref(Ref(.result, person.index, part: results))
    file.ref(person.ref)
    file.ref(.assessment, assessment)
    file.ref(place.program)
    file.ref(place.path)
    file.instant(at)
    let hasAssessor = at > Company.authorsArrive(shape) && dice.chance(60)
    file.ref(hasAssessor ? Ref(.user, dice.pick(company.authors)) : nil)
    file.flag(isPassOrFail || dice.chance(70) ? score >= 5000 : nil)
    file.hundredths(isPassOrFail ? nil : score)
    file.endRow()
    results += 1
    return at
  }

  /// Assessments outside programs and paths.
  mutating func beAssessed() {
    guard presence.count > 2 * .day else { return }
    for _ in 0..<dice.below(5) * person.eagerness / 100 {
      _ = assess(dice.below(shape.assessments), Place(), presence, score: roll())
    }
    for _ in 0..<dice.below(4) * person.eagerness / 100 { answerByTheWay() }
  }

  enum Attendance: String { case registered, present, absent }

  /// A row for the first slot of a classroom in the window.
  ///
  /// - Returns: when the slot starts; nil if there is none or the person already has a row for it.
  mutating func attend(_ classroom: Int, _ place: Place, _ window: Range<Int>, _ status: Attendance) -> Int? {
    let room = company.classrooms[classroom]
    guard let slot = room.slot(in: window) else { return nil }
    let ref = Ref(.classroom, classroom, part: slot)
    guard !slots.contains(ref) else { return nil }
    slots.append(ref)
    let file = records.attendances
    file.ref(ref)
    file.ref(person.ref)
    file.text(status.rawValue)
    file.ref(place.program)
    file.ref(place.path)
    file.endRow()
    return room.startsAt(slot)
  }

  /// Classrooms outside programs and paths, and a future one.
  mutating func visitClassrooms() {
    for _ in 0..<dice.below(4) * person.eagerness / 100 where !presence.isEmpty {
      let from = dice.within(presence)
      let status: Attendance = dice.chance(75) ? .present : dice.chance(70) ? .absent : .registered
      _ = attend(dice.below(shape.classrooms), Place(), from..<presence.upperBound, status)
    }
    guard person.activeUntil == shape.now, dice.chance(10) else { return }
    _ = attend(dice.below(shape.classrooms), Place(), shape.now..<shape.now + 50 * .day, .registered)
  }
}
