/// A question: a template, asked about the topic of a course, or about a topic without a course.
struct Question: Sendable {
  let number: Int
  /// Nil for a question that does not belong to a course.
  let course: Int?
  let topic: Int
  let template: Int

  var ref: Ref { Ref(.question, number) }

  /// The topic's tag and sometimes others; occasionally none.
  var tags: [Ref] {
    if number % 11 == 10 { return [] }
    var tags = [Ref(.tag, topic)]
    if number % 5 == 0 { tags.append(Ref(.tag, Topics.all.count)) }
    if number % 9 == 0 { tags.append(Ref(.tag, Topics.all.count + 1 + number / 9 % 2)) }
    return tags
  }

  /// The question that most people get wrong: a choice, of the first course.
  static let hardest = 2

  /// Questions of a scored course.
  static let perCourse = 6
  /// Questions without a course.
  private static let unattached = 20

  static func all(_ courses: [Course]) -> [Question] {
    let templates = QuestionTemplate.all.count
    let attached = courses.flatMap { course in course.questions.map { ($0, course) } }
    let first = attached.count
    return attached.map { Question(number: $0, course: $1.number, topic: $1.topic, template: $0 % templates) }
      + (0..<unattached).map {
        Question(number: first + $0, course: nil, topic: $0 % Topics.all.count, template: $0 % templates)
      }
  }
}
