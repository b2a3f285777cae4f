/// How a course is played.
enum Play {
  /// The result of the last of several attempts, with its score in hundredths.
  enum Ending {
    case completed(score: Int?)
    case partial(score: Int?)
  }
}

/// Attempts.
extension LearnerStory {
  /// A score in hundredths, around the person's talent; nil for a course without scores.
  mutating func roll(_ course: Course) -> Int? { course.isScored ? roll() : nil }

  mutating func roll() -> Int {
    let percent = min(100, max(0, person.talent + dice.below(26) + dice.below(26) - 15))
    return percent == 100 || dice.chance(60) ? percent * 100 : percent * 100 + [33, 50, 67, 25, 75][dice.below(5)]
  }

  /// Several attempts on a course, one after another, each better than the one before.
  ///
  /// - Returns: when the last one ended.
  @discardableResult
  mutating func play(
    _ course: Course, _ place: Place, _ window: Range<Int>, tries: Int, ending: Play.Ending
  ) -> Int {
    let share = max(1, window.count / tries)
    var last = window.lowerBound
    for number in 1...tries {
      let from = max(last, window.lowerBound + (number - 1) * share)
      let part = from..<max(from + 1, min(window.upperBound, from + share))
      last = attempt(course, place, part, window.upperBound, triesLeft: tries - number, ending)
    }
    return last
  }

  private mutating func attempt(
    _ course: Course, _ place: Place, _ part: Range<Int>, _ limit: Int, triesLeft: Int, _ ending: Play.Ending
  ) -> Int {
    let start = dice.workingInstant(in: part, person.zone)
    var spent = course.length * dice.within(60...140) / 100
    let (progress, score) = outcome(triesLeft, ending)
    if progress < 10_000 { spent = spent * max(500, progress) / 10_000 }
    let last = end(start, spent, limit)
    let ref = Ref(.attempt, person.index, part: attempts)
    attempts += 1
    write(ref, course, place, start, last, min(spent, last - start), progress, score)
    if !course.questions.isEmpty, dice.chance(30) { answer(course, ref, start..<last + 1) }
    return last
  }

  /// Usually some minutes of pauses; one attempt in ten is resumed within the next days.
  private mutating func end(_ start: Int, _ spent: Int, _ limit: Int) -> Int {
    let pause = dice.chance(10) ? dice.within(1...4) * .day + dice.below(.hour) : dice.below(spent / 4 + 1)
    return max(start, min(start + spent + pause, limit))
  }

  private mutating func outcome(_ triesLeft: Int, _ ending: Play.Ending) -> (progress: Int, score: Int?) {
    let less = triesLeft * dice.within(500...2000)
    switch ending {
    case .completed(let score):
      // An earlier attempt may have been aborted.
      let progress = triesLeft > 0 && dice.chance(40) ? partialProgress() : 10_000
      return (progress, progress < 10_000 ? nil : score.map { max(0, $0 - less) })
    case .partial(let score): return (partialProgress(), score.map { max(0, $0 - less) })
    }
  }

  /// Progress by completed parts, as in a course that consists of several.
  private mutating func partialProgress() -> Int {
    let parts = dice.within(3...12)
    return dice.below(parts) * 10_000 / parts
  }

  private func write(
    _ ref: Ref, _ course: Course, _ place: Place, _ start: Int, _ last: Int, _ spent: Int, _ progress: Int,
    _ score: Int?
  ) {
    let file = records.attempts
    file.ref(ref)
    file.ref(person.ref)
    file.ref(course.ref)
    file.ref(place.program)
    file.ref(place.path)
    file.instant(start)
    file.instant(last)
    file.number(spent)
    file.hundredths(progress)
    file.hundredths(score)
    // One in eight sources omits it, so that the last activity counts.
    file.instant(progress < 10_000 || attempts % 8 == 3 ? nil : last)
    file.text(language)
    file.endRow()
  }

  /// The language of the attempt: the person's own, English or unknown.
  private var language: String {
    attempts % 5 == 1 ? "" : attempts % 3 == 1 ? person.language : "en"
  }
}
