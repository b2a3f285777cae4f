/// A course. Its kind follows from the last digit of its number, so that paths and programs can choose courses that
/// have always been available and still are.
struct Course: Sendable {
  let number: Int
  let topic: Int
  let name: String
  let author: Int
  let coAuthors: [Int]
  let duplicateOf: Int?
  let createdAt: Int
  let publishedAt: Int?
  let publishedBy: Int?
  let archivedAt: Int?
  /// The duration of one play, in seconds.
  let length: Int
  let isScored: Bool
  /// The numbers of its questions.
  let questions: Range<Int>

  var ref: Ref { Ref(.course, number) }

  /// The course that most people drop. No program or path contains it.
  static let dropped = 5

  /// Last digits: 0–4 plain, 5–6 without a score, 7 a draft, 8 a duplicate, 9 archived.
  static func kind(_ number: Int) -> Int { number % 10 }

  /// The n-th course that has a score and is always available.
  static func lasting(_ n: Int, of count: Int) -> Int {
    let position = n % (count / 10 * 5)
    return position / 5 * 10 + position % 5
  }

  init(_ number: Int, _ shape: Shape, authors: [Int], firstQuestion: Int) {
    var dice = shape.dice(.course, number)
    let kind = Course.kind(number)
    self.number = number
    let original = kind == 8 ? (number % 20 == 18 ? number - 10 : number - 5) : nil
    duplicateOf = original
    topic = Course.topic(number)
    name = Course.name(number, original)
    author = dice.pick(authors)
    let helper = dice.pick(authors)
    coAuthors = helper != author && dice.chance(30) ? [helper] : []
    createdAt = kind == 7 ? shape.daysAgo(dice.within(5...60)) : Company.authorsArrive(shape) + dice.below(200) * .day
    publishedAt = kind == 7 ? nil : createdAt + dice.within(1...40) * .day
    publishedBy = kind == 7 || dice.chance(30) ? nil : dice.chance(80) ? author : dice.pick(authors)
    archivedAt = kind == 9 ? shape.daysAgo(dice.within(30...500)) : nil
    length = dice.pick([5, 8, 10, 12, 15, 20, 25, 30, 40, 60, 90]) * 60
    isScored = kind != 5 && kind != 6
    questions = firstQuestion..<firstQuestion + (isScored ? Question.perCourse : 0)
  }

  private static func topic(_ number: Int) -> Int {
    // A duplicate has the topic of its original, whose number is five or ten lower.
    kind(number) == 8 ? topic(number % 20 == 18 ? number - 10 : number - 5) : number * 5 / 3 % Topics.all.count
  }

  private static func name(_ number: Int, _ original: Int?) -> String {
    if let original { return name(original, kind(original) == 8 ? original - 5 : nil) + " (copy)" }
    let patterns = Topics.courseNames
    let edition = number / (Topics.all.count * patterns.count)
    let name = Topics.name(patterns[(number + number / patterns.count) % patterns.count], topic(number))
    return edition == 0 ? name : "\(name), part \(edition + 1)"
  }

  static func all(_ shape: Shape, authors: [Int]) -> [Course] {
    var firstQuestion = 0
    return (0..<shape.courses).map { number in
      let course = Course(number, shape, authors: authors, firstQuestion: firstQuestion)
      firstQuestion = course.questions.upperBound
      return course
    }
  }
}
