/// The platform without its users' histories: everything that exists before anyone learns. Its size is bounded, for any
/// number of users.
final class Company: Sendable {
  let shape: Shape
  let names: NameBook
  /// Main authors of courses, also instructors of sessions. Distinct, none deleted.
  let authors: [Int]
  let courses: [Course]
  let questions: [Question]
  let classrooms: [Classroom]
  let programs: [Program]
  let paths: [Path]

  init(_ shape: Shape) {
    self.shape = shape
    names = NameBook(seed: shape.seed)
    let authors = Company.authors(shape, names)
    self.authors = authors
    courses = Course.all(shape, authors: authors)
    questions = Question.all(courses)
    classrooms = (0..<shape.classrooms).map { Classroom($0, shape) }
    programs = (0..<shape.programs).map { Program($0, shape, authors: authors) }
    paths = (0..<shape.paths).map { Path($0, shape, authors: authors) }
  }

  func person(_ index: Int) -> Person { Person(index, shape, names) }

  /// The name and address of a person. A returning user has those of the user who left.
  func name(_ index: Int) -> NameBook.FullName {
    let name = names.name(shape.bearer(index))
    guard let role = role(index) else { return name }
    return NameBook.FullName(first: name.first, last: name.last, email: "\(role.rawValue)@example.com")
  }

  private func role(_ index: Int) -> DemoAccount.Role? {
    switch index {
    case shape.owner: .owner
    case shape.coach: .coach
    case shape.manager: .manager
    case shape.learner: .learner
    default: nil
    }
  }

  var accounts: [DemoAccount] {
    [shape.owner, shape.coach, shape.manager, shape.learner].compactMap { index in
      guard let role = role(index) else { return nil }
      let name = name(index)
      return DemoAccount(role: role, email: name.email, name: "\(name.first) \(name.last)", userID: "u\(index)")
    }
  }

  /// All authors have been created by then.
  static func authorsArrive(_ shape: Shape) -> Int { shape.launch + 62 * .day }

  /// Spread over the company. They were created in the first weeks, so that a course is hardly older than its author.
  private static func authors(_ shape: Shape, _ names: NameBook) -> [Int] {
    var authors: [Int] = []
    for position in 0..<shape.authors {
      var candidate = shape.stayer(from: 10 + position * (shape.users - 10) / shape.authors)
      // Terminates, since the ten people at the top were created first.
      while authors.contains(candidate) || Person(candidate, shape, names).createdAt > authorsArrive(shape) {
        candidate = shape.stayer(from: candidate + 1)
      }
      authors.append(candidate)
    }
    return authors
  }
}
