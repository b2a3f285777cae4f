/// A question of the platform: a template, asked about the topic of a course, or about a topic alone.
struct Question: Sendable {
  let number: Int
  /// Empty for a question that belongs to no course.
  let course: Int?
  let topic: Int
  let template: Int

  var ref: Ref { Ref(.question, number) }

  /// The topic's tag and sometimes more; now and then none.
  var tags: [Ref] {
    if number % 11 == 10 { return [] }
    var tags = [Ref(.tag, topic)]
    if number % 5 == 0 { tags.append(Ref(.tag, Topics.all.count)) }
    if number % 9 == 0 { tags.append(Ref(.tag, Topics.all.count + 1 + number / 9 % 2)) }
    return tags
  }

  /// Questions of a scored course.
  static let perCourse = 6
  /// Questions of no course.
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
