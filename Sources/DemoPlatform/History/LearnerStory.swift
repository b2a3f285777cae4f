/// One person's history, told once from their creation to their end or now, and written while it is told.
///
/// What is remembered while telling is this person's alone: some counters, the slots and sessions they were in.
struct LearnerStory {
  let company: Company
  let records: RecordFolder
  let talk: Talk
  let person: Person
  var dice: Dice
  var attempts = 0
  var answers = 0
  var results = 0
  var certificates = 0
  var posts = 0
  var reactions = 0
  /// An attendance is known by slot and user, so that no slot may come twice.
  var slots: [Ref] = []
  /// Sessions in which they are enrolled, to talk there.
  var sessions: [Ref] = []
  private let attemptsPerUser: Double

  init(_ index: Int, _ company: Company, _ records: RecordFolder, _ talk: Talk, attemptsPerUser: Double) {
    self.company = company
    self.records = records
    self.talk = talk
    person = company.person(index)
    dice = company.shape.dice(.history, index)
    self.attemptsPerUser = attemptsPerUser
  }

  var shape: Shape { company.shape }

  /// When they can do something at all.
  var presence: Range<Int> { person.createdAt + .hour..<max(person.createdAt + .hour, person.activeUntil) }

  mutating func tell() {
    joinPaths()
    joinPrograms()
    learnFreely()
    beAssessed()
    visitClassrooms()
    earnElsewhere()
    speak()
    react()
  }

  /// Courses outside of programs and paths, until the person has as many attempts as is theirs.
  private mutating func learnFreely() {
    // Not everybody has been there from the first day; 1.6 brings the mean back to what was asked for.
    let tenure = Double(presence.count) / Double(shape.now - shape.launch) * 1.6
    let wanted = Int(attemptsPerUser * Double(person.eagerness) / 100 * tenure)
    var futile = 0
    while attempts < wanted, futile < 50 {
      let course = company.courses[dice.below(shape.courses) * dice.below(shape.courses) / shape.courses]
      guard let window = window(for: course) else {
        futile += 1
        continue
      }
      play(course, Place(), window, tries: [1, 1, 1, 2, 2, 3][dice.below(6)], ending: freeEnding(course))
    }
  }

  /// Some weeks of the time in which the person and the course were both there.
  private mutating func window(for course: Course) -> Range<Int>? {
    guard let published = course.publishedAt else { return nil }
    let first = max(presence.lowerBound, published)
    let last = min(presence.upperBound, course.archivedAt ?? presence.upperBound)
    guard last - first > .day else { return nil }
    let start = dice.within(first..<last - .day)
    return start..<min(last, start + 40 * .day)
  }

  private mutating func freeEnding(_ course: Course) -> Play.Ending {
    if dice.chance(62) { return .completed(score: roll(course)) }
    return .partial(score: dice.chance(30) ? roll(course) : nil)
  }
}

/// The sessions in which a fact was made.
struct Place {
  var program: Ref?
  var path: Ref?
}
