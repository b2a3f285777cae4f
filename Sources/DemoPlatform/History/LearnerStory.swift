/// One person's history, generated once from creation to deletion or now, and written immediately.
///
/// Its state is only about this person: counters, classroom slots and sessions.
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
  /// An attendance is identified by slot and user, so no slot may occur twice.
  var slots: [Ref] = []
  /// Sessions in which the person is enrolled, for posts there.
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

  /// The period in which the person can be active.
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

  /// Courses outside programs and paths, until the person has the intended number of attempts.
  private mutating func learnFreely() {
    // Not everyone has been there since launch; the factor 1.6 restores the requested mean.
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

  /// Some weeks of the time in which both the person and the course were there.
  private mutating func window(for course: Course) -> Range<Int>? {
    guard let published = course.publishedAt else { return nil }
    let first = max(presence.lowerBound, published)
    let last = min(presence.upperBound, course.archivedAt ?? presence.upperBound)
    guard last - first > .day else { return nil }
    let start = dice.within(first..<last - .day)
    return start..<min(last, start + 40 * .day)
  }

  private mutating func freeEnding(_ course: Course) -> Play.Ending {
    if dice.chance(course.number == Course.dropped ? 4 : 62) { return .completed(score: roll(course)) }
    return .partial(score: dice.chance(30) ? roll(course) : nil)
  }
}

/// The sessions that a fact names.
struct Place {
  var program: Ref?
  var path: Ref?
}
