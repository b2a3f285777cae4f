/// Answers to questions, and comments on them.
extension LearnerStory {
  /// Some questions of a course, one after another, within an attempt.
  mutating func answer(_ course: Course, _ attempt: Ref, _ window: Range<Int>) {
    let count = dice.within(2...5)
    let first = course.questions.lowerBound + dice.below(Question.perCourse - count + 1)
    for position in 0..<count {
      let at = window.lowerBound + (window.count - 1) * (position + 1) / (count + 1)
      answer(company.questions[first + position], attempt, at)
    }
  }

  /// A question of the day, outside any course.
  mutating func answerByTheWay() {
    guard presence.count > .day else { return }
    let loose = company.questions.count - 1 - dice.below(20)
    answer(company.questions[loose], nil, dice.workingInstant(in: presence, person.zone))
  }

  private mutating func answer(_ question: Question, _ attempt: Ref?, _ at: Int) {
    let template = QuestionTemplate.all[question.template]
    let isRight = template.wrong.isEmpty || dice.chance(chanceOfRight(question))
    let wrong = isRight ? nil : dice.pick(template.wrong)
    var score: Int? = template.isScored ? wrong?.score ?? 10_000 : nil
    if template.isOpen { score = corrected(score, at) }
    let file = records.answers
    file.ref(Ref(.answer, person.index, part: answers))
    file.ref(person.ref)
    file.ref(question.ref)
    file.ref(attempt)
    file.instant(at)
    file.text(wrong?.response ?? dice.pick(template.right))
    file.hundredths(score)
    file.endRow()
    answers += 1
    if template.isOpen, score != nil, let course = question.course { correct(course, at) }
  }

  /// In percent.
  private func chanceOfRight(_ question: Question) -> Int {
    question.number == Question.hardest ? 10 : min(95, person.talent + 15)
  }

  /// The corrector's score, rarely the full one. A fifth of these answers, and all of the last two days, are not
  /// corrected yet.
  private mutating func corrected(_ score: Int?, _ at: Int) -> Int? {
    if at > shape.daysAgo(2) || dice.chance(20) { return nil }
    return score == 10_000 ? dice.within(14...20) * 500 : score
  }

  /// Sometimes the corrector writes a comment. It belongs to the learner's history, so its id derives from the learner.
  private mutating func correct(_ course: Int, _ at: Int) {
    let written = at + dice.within(1...40) * .hour
    guard dice.chance(30), written < shape.now, written > Company.authorsArrive(shape) else { return }
    let post = Talk.Post(
      ref: nextPost(), author: dice.pick(company.authors), kind: .correction, place: .course,
      placeID: Ref(.course, course),
      at: written, isReply: false)
    write(post, replyTo: nil, dice.pick(PostTexts.corrections))
  }
}
