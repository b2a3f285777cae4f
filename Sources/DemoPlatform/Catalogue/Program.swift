/// A program: ordered blocks, played in sessions. The last one is a draft without blocks or sessions.
struct Program: Sendable {
  let number: Int
  let name: String
  let blocks: [Block]
  /// One per phase, in the order of phases.
  let sessions: [Session]
  let isCertified: Bool

  init(_ number: Int, _ shape: Shape, authors: [Int]) {
    self.number = number
    let isDraft = number == shape.programs - 1
    let patterns = Topics.programNames
    let edition = number / (Topics.all.count * patterns.count)
    let name = Topics.name(patterns[(number + number / patterns.count) % patterns.count], number * 5)
    self.name = isDraft ? "Draft" : edition == 0 ? name : "\(name) \(edition + 1)"
    blocks = isDraft ? [] : Program.blocks(number, shape)
    isCertified = number % 3 != 1
    sessions =
      isDraft
      ? [] : Session.Phase.allCases.map { .init(.program, number, $0, shape, authors: authors, mayBeEndless: true) }
  }

  private static func blocks(_ number: Int, _ shape: Shape) -> [Block] {
    func course(_ n: Int) -> Item { .course(Course.lasting(number * 3 + n, of: shape.courses)) }
    var blocks = [Block(item: course(0)), Block(item: course(1))]
    if number % 4 != 3 {
      blocks.append(Block(item: .assessment(number % shape.assessments), isMandatory: number % 5 != 2))
    }
    if number % 2 == 0 {
      blocks.append(Block(item: .classroom(number % shape.classrooms), isMandatory: number % 4 == 0))
    }
    if number % 3 == 0 { blocks.append(Block(item: course(2), isMandatory: false)) }
    return blocks
  }
}
