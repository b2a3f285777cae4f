/// A path: ordered steps, played in sessions.
///
/// Every path begins with a scored course to pass and has a later assessment, which all path statuses need (see
/// `LearnerStory.Ending`).
struct Path: Sendable {
  let number: Int
  let name: String
  let steps: [Block]
  /// One per phase, in the order of phases.
  let sessions: [Session]
  let isCertified: Bool

  static let attemptsLimit = 3

  init(_ number: Int, _ shape: Shape, authors: [Int]) {
    self.number = number
    name = Topics.name(Topics.pathNames[number % Topics.pathNames.count], number * 7)
    steps = Path.steps(number, shape)
    sessions = Session.Phase.allCases.map { .init(.path, number, $0, shape, authors: authors, mayBeEndless: false) }
    isCertified = number % 2 == 0
  }

  private static func steps(_ number: Int, _ shape: Shape) -> [Block] {
    func course(_ n: Int) -> Item { .course(Course.lasting(number * 4 + n, of: shape.courses)) }
    let minScore = number % 2 == 0 ? 70 : 60
    var steps = [
      Block(item: course(0), minScore: minScore, attemptsLimit: attemptsLimit, dueAfterDays: 30),
      Block(item: course(1), dueAfterDays: 60),
    ]
    if number % 4 == 3 { steps.append(Block(item: course(2), isMandatory: false)) }
    let assessment = (number + shape.assessments / 2) % shape.assessments
    let isScored = number % 4 == 1 && !Assessment.isPassOrFail(assessment)
    steps.append(Block(item: .assessment(assessment), minScore: isScored ? 50 : nil, dueAfterDays: 90))
    switch number % 4 {
    case 1: steps.append(Block(item: .classroom(number % shape.classrooms)))
    case 2: steps.append(Block(item: .program(endlessProgram(number, shape)), dueAfterDays: 150))
    case 3: steps.append(Block(item: .classroom(number % shape.classrooms), isMandatory: false))
    default: break
    }
    return steps
  }

  private static func endlessProgram(_ number: Int, _ shape: Shape) -> Int {
    // Programs whose number is divisible by three have an endless session; the last program is a draft.
    number / 4 * 3 % ((shape.programs - 1) / 3 * 3)
  }
}
